import Capture
import Packets

/// What a message of the address resolution protocol says (RFC 826), of Ethernet and IPv4.
struct Resolution: Sendable {
  /// Whether it is a reply.
  let isReply: Bool
  /// The hardware address of the sender.
  let sender: MACAddress
  /// The IP address of the sender; 0.0.0.0 of a probe (RFC 5227 section 2.1.1).
  let senderAddress: IPAddress
  /// Names the question and who is told: a hash of the addresses.
  let number: UInt32
  /// Octets behind it in the frame.
  let paddingLength: UInt32
  /// A hash of them; 0 where all are zero.
  let padding: UInt32

  /// Reads the fields of a message; `nil` of one that is no request or reply of Ethernet and IPv4.
  init?(_ fields: Fields) {
    guard case .number(let operation)? = fields["operation"], operation == 1 || operation == 2,
      case .mac(let sender)? = fields["sender_hardware_address"],
      case .mac(let target)? = fields["target_hardware_address"],
      case .address(let senderAddress)? = fields["sender_protocol_address"],
      case .address(let targetAddress)? = fields["target_protocol_address"]
    else { return nil }
    isReply = operation == 2
    self.sender = sender
    self.senderAddress = senderAddress
    var hash = FowlerNollVo()
    for word in [senderAddress.low, targetAddress.low, target.rawValue] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash.add(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    number = UInt32(truncatingIfNeeded: hash.value)
    guard case .octets(let octets)? = fields["padding"] else {
      paddingLength = 0
      padding = 0
      return
    }
    paddingLength = UInt32(octets.count)
    padding = Resolution.hash(octets)
  }

  private static func hash(_ octets: [UInt8]) -> UInt32 {
    guard octets.contains(where: { $0 != 0 }) else { return 0 }
    var hash = FowlerNollVo()
    for octet in octets { hash.add(octet) }
    return UInt32(truncatingIfNeeded: hash.value) | 1
  }
}
