import Capture
import Devices
import Flows
import Packets

/// A message that was heard, and which end sent it.
struct Utterance: Sendable {
  /// The packet that carried it.
  let event: FlowEvent
  /// What is known of the conversation.
  let content: SightedContent
  /// The message.
  let message: Message

  /// `nil` where the event carries no message.
  init?(_ event: borrowing FlowEvent, _ content: borrowing SightedContent) {
    guard event.kind == .packet, let message = content.message else { return nil }
    self.event = copy event
    self.content = copy content
    self.message = message
  }

  /// When it was heard.
  var time: Timestamp { event.time }

  /// The end that sent it; of IP with the hardware address that the conversation began with.
  var sender: Flow.End { event.fromInitiator ? event.flow.initiator : event.flow.responder }

  /// The VLAN that it was sent on; 0 where no tag tells.
  var vlan: UInt16 { event.flow.vlans.innermost }

  /// A field as a whole number.
  func number(_ name: String) -> UInt64? { message.fields[name]?.number }

  /// A field as a text that is not empty.
  func text(_ name: String) -> String? {
    message.fields[name].map(\.plain).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A field as a hardware address.
  func mac(_ name: String) -> MACAddress? { message.fields[name]?.hardwareAddress }

  /// A field as an IP address.
  func address(_ name: String) -> IPAddress? {
    if case .address(let address)? = message.fields[name] { address } else { nil }
  }

  /// The utterance as a sighting of a device, whoever the sender is.
  func sighting(of device: Device) -> Sighting {
    Sighting(
      event: event, device: device, peer: nil, deviceStarted: event.fromInitiator, scope: .local,
      expectation: nil, content: content)
  }
}

extension VLANStack {
  /// The innermost identifier that says something; 0 where no tag does. Where frames are captured before
  /// and behind the push of an outer tag it is the same.
  var innermost: UInt16 { identifiers.last { $0 != 0 } ?? 0 }
}

extension FieldValue {
  /// The hardware address, where it is one.
  var hardwareAddress: MACAddress? {
    if case .mac(let address) = self { address } else { nil }
  }

  /// The value as a person reads it; of lists and groups one value behind the other.
  var plain: String {
    switch self {
    case .number(let number): "\(number)"
    case .signed(let number): "\(number)"
    case .flag(let flag): flag ? "yes" : "no"
    case .text(let text): text
    case .octets(let octets):
      octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .mac(let address): "\(address)"
    case .address(let address): "\(address)"
    case .list(let values): values.map(\.plain).joined(separator: ",")
    case .group(let fields):
      fields.list.map { "\($0.name) \($0.value.plain)" }.joined(separator: " ")
    }
  }
}
