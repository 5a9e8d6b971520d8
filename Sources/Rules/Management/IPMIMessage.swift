import Packets

/// A message of IPMI over LAN, as rules ask about it.
struct IPMIMessage: Sendable {
  /// Payload types of IPMI 2.0, section 13.27.3.
  enum Payload: UInt64 {
    case message = 0x00
    case openSessionRequest = 0x10
    case openSessionResponse = 0x11
    case firstKeyMessage = 0x12
    case secondKeyMessage = 0x13
    case thirdKeyMessage = 0x14
    case fourthKeyMessage = 0x15
  }

  /// What was read.
  let fields: Fields

  /// The message of a sighting; `nil` where it has none of IPMI.
  init?(_ sighting: borrowing Sighting) {
    guard let message = sighting.content.message, message.name == "ipmi" else { return nil }
    fields = message.fields
  }

  /// What the session header carries; that of IPMI 1.5 has nothing but messages. `nil` of other types.
  var payload: Payload? {
    guard isVersion2 else { return fields["authentication_type"] == nil ? nil : .message }
    return number("payload_type").flatMap { Payload(rawValue: $0) }
  }

  /// Whether the session header is that of IPMI 2.0.
  var isVersion2: Bool { number("authentication_type") == 6 }
  /// Of the opening of a session: 0 where nothing stands against it.
  var status: UInt64? { number("status_code") }
  /// The algorithm of the key exchange; 0 is none.
  var keyExchange: UInt64? { number("authentication_algorithm") }
  /// The user's name of RAKP message 1 and of Get Session Challenge.
  var userName: String? { fields["user_name"]?.text }
  /// The session it belongs to; 0 before there is one.
  var session: UInt64? { number("session_id") }

  /// Network function, of a request an even number; `nil` where the message is encrypted or none.
  var function: UInt64? { number("network_function") }
  /// The command of the network function.
  var command: UInt64? { number("command") }
  /// Of a response: 0 where it was carried out.
  var completionCode: UInt64? { number("completion_code") }
  /// Tells requests of one requester apart, section 13.8.
  var sequence: UInt64? { number("requester_sequence_number") }

  /// Whether it is a response to a command of the application functions that was carried out.
  func isDone(_ command: UInt64) -> Bool {
    function == 0x07 && self.command == command && completionCode == 0
  }

  /// Whether it asks for a command of the application functions.
  func asks(_ command: UInt64) -> Bool { function == 0x06 && self.command == command }

  /// Whether a session's opening has come to its end: RAKP message 4 or Activate Session, section 6.12.
  var establishesSession: Bool {
    payload == .fourthKeyMessage && status == 0 || isDone(0x3a)
  }

  /// Whether it is a message of a session of IPMI 2.0 with a code or encrypted, which only who knows the session's
  /// key can make.
  var isProtected: Bool {
    isVersion2 && payload == .message && session != 0
      && (flag("authenticated") == true || flag("encrypted") == true)
  }

  /// A field that is a number.
  func number(_ name: String) -> UInt64? { fields[name]?.number }

  /// A field that is a flag.
  func flag(_ name: String) -> Bool? {
    guard case .flag(let flag)? = fields[name] else { return nil }
    return flag
  }
}
