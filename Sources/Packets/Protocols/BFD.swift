/// Bidirectional Forwarding Detection control packet, RFC 5880 section 4.1; UDP by RFC 5881 and 5883.
///
///     octet  0                     1                      2           3
///            | version 3, diag 5 | state 2, P F C A D M | detect mult | length |
///     octet  4                  8                    12
///            | my discriminator | your discriminator | desired min TX interval |
///     octet  16                        20
///            | required min RX interval | required min echo RX interval | authentication ...
///
/// Intervals count microseconds. Echo packets (port 3785) have no form of their own; they are read
/// where the sender echoes a control packet.
enum BFD: Dissector {
  static let name: ProtocolName = "bfd"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [3784, 4784, 3785, 6784, 7784]

  private static let shortestLength = 24
  /// A minute: nobody detects failures more slowly, and random intervals are longer.
  private static let longestInterval: UInt32 = 60_000_000
  private static let states = ["AdminDown", "Down", "Init", "Up"]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= shortestLength, bytes.uint8(at: 0) >> 5 == 1 else { return .notMine }
    let length = Int(bytes.uint8(at: 3))
    let flags = bytes.uint8(at: 1)
    // RFC 5880 section 6.8.6: these are discarded.
    guard length >= (flags & 4 != 0 ? 26 : shortestLength), length <= payload.wireLength,
      bytes.uint8(at: 2) != 0, flags & 1 == 0, bytes.uint32(at: 4) != 0,
      bytes.uint32(at: 8) != 0 || flags >> 6 < 2
    else { return .notMine }
    // Not the echo interval: Huawei sends it with its octets swapped.
    guard length == payload.wireLength, bytes.uint32(at: 12) <= longestInterval,
      bytes.uint32(at: 16) <= longestInterval
    else { return .unsure }
    return .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let first = try reader.uint8()
    guard first >> 5 == 1 else { throw .version }
    fields.add("version", first >> 5)
    fields.add("diagnostic", first & 31)
    let flags = try reader.uint8()
    fields.add("state", flags >> 6)
    fields.add("state_name", states[Int(flags >> 6)])
    fields.add("poll", flags & 0x20 != 0)
    fields.add("final", flags & 0x10 != 0)
    fields.add("control_plane_independent", flags & 8 != 0)
    fields.add("authentication_present", flags & 4 != 0)
    fields.add("demand", flags & 2 != 0)
    fields.add("multipoint", flags & 1 != 0)
    fields.add("detect_multiplier", try reader.uint8())
    let length = Int(try reader.uint8())
    fields.add("my_discriminator", try reader.uint32())
    fields.add("your_discriminator", try reader.uint32())
    fields.add("desired_min_tx_interval_microseconds", try reader.uint32())
    fields.add("required_min_rx_interval_microseconds", try reader.uint32())
    fields.add("required_min_echo_rx_interval_microseconds", try reader.uint32())
    guard length >= shortestLength, length <= payload.wireLength else { throw .totalLength }
    guard flags & 4 != 0 else { return }
    let type = try reader.uint8()
    fields.add("authentication_type", type)
    guard Int(try reader.uint8()) == length - shortestLength else { throw .option }
    // Types 1 to 5 all have the key's number here (sections 4.2 to 4.4).
    if 1...5 ~= type { fields.add("authentication_key_id", try reader.uint8()) }
  }
}
