public import Packets

/// One entry of the policy: traffic that the operator knows about. All that it says must fit.
public struct Expectation: Hashable, Sendable {
  /// The devices that it is about.
  public var subject = DeviceSelection()
  /// Which end starts; `nil` for either.
  public var direction: ExpectedDirection?
  /// The transports that it is about; empty for any.
  public var transports: [ExpectedTransport] = []
  /// What the content may be; empty for anything.
  public var protocols: [ProtocolName] = []
  /// The ports of the service that it is about; empty for any, and for none at all.
  public var ports: [ClosedRange<UInt16>] = []
  /// The other ends that it is about; empty for any.
  public var peers: [ExpectedPeer] = []
  /// How many conversations with one peer are normal; `nil` for any number.
  public var pace: Pace?
  /// Why the traffic is expected, in the operator's words; empty where not given.
  public var reason = ""
  /// The last day on which it holds; `nil` where it holds for good.
  public var until: CalendarDay?
  /// The line of the policy file where it begins, counted from 1.
  public var line = 0

  /// An entry that fits everything.
  init() {}

  /// Whether a conversation is traffic of this entry; pace and last day apart.
  func fits(_ question: PolicyQuestion, groups: [String: AddressGroup]) -> Bool {
    isContent(question.spoken) && fitsButContent(question, groups: groups)
  }

  /// Whether content may be that of this entry; content that is not known may be anything.
  func isContent(_ spoken: ProtocolName?) -> Bool {
    guard !protocols.isEmpty, let spoken else { return true }
    return protocols.contains(spoken)
  }

  /// The same, whatever the content.
  func fitsButContent(_ question: PolicyQuestion, groups: [String: AddressGroup]) -> Bool {
    guard subject.includes(question.device),
      direction?.fits(deviceStarted: question.deviceStarted) ?? true
    else { return false }
    if !transports.isEmpty {
      let actual = question.isEther ? .ether : question.transport.map(ExpectedTransport.ip)
      guard let actual, transports.contains(actual) else { return false }
    }
    if !ports.isEmpty {
      guard let port = question.port, ports.contains(where: { $0.contains(port) }) else {
        return false
      }
    }
    return peers.isEmpty || peers.contains { $0.fits(question, groups: groups) }
  }
}

extension ExpectedPeer {
  fileprivate func fits(_ question: PolicyQuestion, groups: [String: AddressGroup]) -> Bool {
    switch self {
    case .network(let network): question.peer.map(network.contains) ?? false
    case .device(let index): question.peerDevice?.index == index
    case .name(let name):
      question.names.contains { $0.isName(atOrBelow: name) }
    case .group(let name):
      groups[name]?.contains(
        question.peer, device: question.peerDevice?.index, names: question.names) ?? false
    }
  }
}
