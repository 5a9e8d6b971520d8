import Packets

/// One entry of the policy: traffic that the operator knows about. All that it says must fit.
public struct Expectation: Hashable, Sendable {
  /// Indices of the devices that it is about; empty for any.
  public var devices: [Int] = []
  /// Roles of the devices that it is about; empty for any.
  public var roles: [DeviceRole] = []
  /// The other ends that it is about; empty for any.
  public var peers: [ExpectedPeer] = []
  /// The protocols that it is about; empty for any.
  public var transports: [ExpectedTransport] = []
  /// The ports of the service that it is about; empty for any, and for none at all.
  public var ports: [ClosedRange<UInt16>] = []
  /// Why the traffic is expected, in the operator's words; empty where not given.
  public var reason = ""
  /// The line of the policy file where it begins, counted from 1.
  public var line = 0

  /// An entry that fits everything.
  init() {}

  /// Whether a flow is traffic of this entry; see `Policy.expectation`.
  func fits(
    device: Device, peer: IPAddress?, peerDevice: Device?, transport: IPProtocol?, isEther: Bool,
    port: UInt16?
  ) -> Bool {
    guard devices.isEmpty || devices.contains(device.index),
      roles.isEmpty || roles.contains(device.role)
    else { return false }
    if !transports.isEmpty {
      let actual = isEther ? .ether : transport.map(ExpectedTransport.ip)
      guard let actual, transports.contains(actual) else { return false }
    }
    if !ports.isEmpty {
      guard let port, ports.contains(where: { $0.contains(port) }) else { return false }
    }
    return peers.isEmpty
      || peers.contains { expected in
        switch expected {
        case .network(let network): peer.map(network.contains) ?? false
        case .device(let index): peerDevice?.index == index
        case .nameOnly: false
        }
      }
  }
}
