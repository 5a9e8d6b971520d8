import Packets

/// What a SYN without ACK says beside its ports, RFC 9293 section 3.1.
struct SYNHeader: Sendable {
  /// Initial sequence number.
  let sequence: UInt32
  /// Acknowledgment number; means nothing, as ACK is clear.
  let acknowledgment: UInt32
  /// The control bits.
  let flags: TCPFlags
  /// The three bits behind the header's length that nobody has given a meaning; that of AccECN, RFC 9768, is
  /// left out.
  let reserved: UInt8
  /// Window.
  let window: UInt16
  /// Urgent pointer.
  let urgent: UInt16
  /// Whether it asks for TCP Fast Open or brings its cookie, RFC 7413 section 4.1.1, or does so under the
  /// experiment's number, RFC 6994.
  let asksFastOpen: Bool
  /// Octets behind the header.
  let payloadLength: Int

  /// Reads a packet; `nil` of anything but a SYN without ACK whose header was captured.
  init?(_ sample: PacketSample) {
    let octets = sample.octets
    guard sample.transport == .tcp, octets.count >= 20 else { return nil }
    flags = TCPFlags(rawValue: octets[13])
    guard flags.contains(.syn), !flags.contains(.ack) else { return nil }
    sequence = SYNHeader.number(octets, at: 4)
    acknowledgment = SYNHeader.number(octets, at: 8)
    reserved = octets[12] & 0x0e
    window = UInt16(octets[14]) << 8 | UInt16(octets[15])
    urgent = UInt16(octets[18]) << 8 | UInt16(octets[19])
    payloadLength = sample.wireLength - sample.payloadStart
    asksFastOpen = SYNHeader.hasFastOpen(octets, until: sample.payloadStart)
  }

  private static func number(_ octets: [UInt8], at offset: Int) -> UInt32 {
    octets[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func hasFastOpen(_ octets: [UInt8], until end: Int) -> Bool {
    var offset = 20
    while offset < end, octets[offset] != 0 {
      if octets[offset] == 1 {
        offset += 1
        continue
      }
      guard offset + 1 < end, octets[offset + 1] >= 2 else { return false }
      if octets[offset] == 34 { return true }
      if octets[offset] == 254, offset + 3 < end, octets[offset + 2] == 0xf9,
        octets[offset + 3] == 0x89
      {
        return true
      }
      offset += Int(octets[offset + 1])
    }
    return false
  }
}
