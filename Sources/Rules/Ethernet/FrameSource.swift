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

  /// The sender of a message.
  init(_ utterance: Utterance) {
    mac = utterance.sender.mac
    vlan = utterance.vlan
  }

  /// As finding identifiers use it; never changes.
  var description: String { vlan == 0 ? "\(mac)" : "\(mac) vlan \(vlan)" }

  /// `untagged` or `in VLAN 20`.
  var place: String { vlan == 0 ? "untagged" : "in VLAN \(vlan)" }

  func store(to writer: inout StoredWriter) {
    writer.add(mac)
    writer.add(vlan)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    mac = try reader.mac()
    vlan = try reader.number()
  }
}

extension Utterance {
  /// Whom a finding about a frame is about: the sender, else who is meant, as far as somebody is known; else
  /// the sender's bare address, and of one that names nobody the network itself.
  func subject(at site: borrowing Site) -> Device {
    let receiver = event.fromInitiator ? event.flow.responder : event.flow.initiator
    if let device = site.device(mac: sender.mac) ?? site.device(mac: receiver.mac) { return device }
    let isMachine = sender.mac != .zero && !sender.mac.isGroup
    return Device(
      index: -1, macs: isMachine ? [sender.mac] : [], addresses: [], role: .unknown,
      name: isMachine ? "" : "the network")
  }
}
