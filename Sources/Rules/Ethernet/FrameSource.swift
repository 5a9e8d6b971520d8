import Capture
import Devices
import Flows
import Packets

/// Who sends frames, by what the frames themselves say: a hardware address on a VLAN, be it a machine's or the
/// one that means everybody.
struct FrameSource: Hashable, Sendable, Storable {
  /// The source address of the frames.
  let mac: MACAddress
  /// The innermost VLAN identifier that says something; 0 where no tag does.
  let vlan: UInt16
  /// Whether it stands for all senders of the VLAN that are not told apart.
  let isFurther: Bool

  /// The sender of a message.
  init(_ utterance: Utterance) {
    mac = utterance.sender.mac
    vlan = utterance.vlan
    isFurther = false
  }

  /// All senders of a VLAN that are not told apart.
  init(furtherIn vlan: UInt16) {
    mac = .zero
    self.vlan = vlan
    isFurther = true
  }

  /// As finding identifiers use it; never changes.
  var description: String {
    let name = isFurther ? "further" : "\(mac)"
    return vlan == 0 ? name : "\(name) vlan \(vlan)"
  }

  /// `untagged` or `in VLAN 20`.
  var place: String { vlan == 0 ? "untagged" : "in VLAN \(vlan)" }

  func store(to writer: inout StoredWriter) {
    writer.add(mac)
    writer.add(vlan)
    writer.add(isFurther)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    mac = try reader.mac()
    vlan = try reader.number()
    isFurther = try reader.flag()
  }
}

extension Utterance {
  /// Whom a finding about a frame is about: the sender, else who is meant, as far as somebody is known; else
  /// the sender's bare address, and of one that names nobody the network itself.
  func subject(at site: borrowing Site) -> Device {
    let receiver = event.fromInitiator ? event.flow.responder : event.flow.initiator
    if let device = site.device(mac: sender.mac) ?? site.device(mac: receiver.mac) { return device }
    let isMachine = sender.mac != .zero && !sender.mac.isGroup
    guard isMachine else { return .network }
    return Device(index: -1, macs: [sender.mac], addresses: [], role: .unknown, name: "")
  }
}

extension Device {
  /// Whom a finding is about that is about nobody in particular.
  static var network: Device {
    Device(index: -1, macs: [], addresses: [], role: .unknown, name: "the network")
  }
}
