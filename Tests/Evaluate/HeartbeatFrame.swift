/// An Ethernet frame with IPv4 and TCP (RFC 791, RFC 9293), the payload all zeros.
struct HeartbeatFrame {
  /// One side of the conversation.
  struct End {
    let mac: [UInt8]
    let address: [UInt8]
    let port: UInt16
  }

  let from: End
  let to: End
  let sequence: UInt32
  let acknowledgment: UInt32
  let flags: UInt8
  /// Octets of payload.
  let payload: Int

  /// The frame as captured, without its check sequence.
  var octets: [UInt8] {
    var internet: [UInt8] = [0x45, 0]
    internet += HeartbeatFrame.octets(UInt16(40 + payload)) + [0, 0, 0x40, 0, 64, 6, 0, 0]
    internet += from.address + to.address
    let checksum = HeartbeatFrame.octets(HeartbeatFrame.checksum(internet))
    internet.replaceSubrange(10..<12, with: checksum)
    var segment = HeartbeatFrame.octets(from.port) + HeartbeatFrame.octets(to.port)
    segment += HeartbeatFrame.octets(sequence) + HeartbeatFrame.octets(acknowledgment)
    segment += [0x50, flags, 0x72, 0x10, 0, 0, 0, 0] + [UInt8](repeating: 0, count: payload)
    let pseudo = from.address + to.address + [0, 6] + HeartbeatFrame.octets(UInt16(segment.count))
    segment.replaceSubrange(
      16..<18, with: HeartbeatFrame.octets(HeartbeatFrame.checksum(pseudo + segment)))
    return to.mac + from.mac + [8, 0] + internet + segment
  }

  private static func octets<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    stride(from: Value.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> Value($0))
    }
  }

  /// The ones' complement of the ones' complement sum of 16-bit words (RFC 1071).
  private static func checksum(_ octets: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: octets.count, by: 2) {
      sum += UInt32(octets[index]) << 8 | UInt32(index + 1 < octets.count ? octets[index + 1] : 0)
    }
    while sum >> 16 != 0 { sum = sum & 0xffff + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}
