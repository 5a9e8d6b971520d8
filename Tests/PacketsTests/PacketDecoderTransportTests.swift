import Packets
import Testing

@Suite struct PacketDecoderTransportTests {
  /// A packet of IPv4 from 10.0.0.1 to 10.0.0.2 around `dump`, of which `captured` octets were kept.
  private func decode(
    _ transport: IPProtocol, _ dump: String, length: Int? = nil, captured: Int? = nil
  ) -> Decoded {
    let content = bytes(dump)
    let total = 20 + (length ?? content.count)
    let header: [UInt8] = [
      0x45, 0, UInt8(total >> 8), UInt8(total & 255), 0, 1, 0, 0, 64, transport.rawValue, 0, 0,
      10, 0, 0, 1, 10, 0, 0, 2,
    ]
    let frame = header + content
    return Decoded(
      Array(frame.prefix(captured ?? frame.count)), linkType: 101,
      wireLength: max(total, frame.count))
  }

  private let segment = "c0 01 00 50 00 00 00 01 00 00 00 02 50 18 ff ff 00 00 00 00"

  @Test func tcp() {
    let decoded = decode(.tcp, "\(segment) 61 62 63")
    #expect(decoded.packet.sourcePort == 49153)
    #expect(decoded.packet.destinationPort == 80)
    #expect(decoded.packet.tcpFlags == [.psh, .ack])
    #expect(decoded.packet.traits.contains(.hasPorts))
    #expect(decoded.payload == 40..<43)
    #expect(decoded.packet.fault == .none)
  }

  @Test(arguments: 20..<40) func tcpCut(captured: Int) {
    let decoded = decode(.tcp, segment, captured: captured)
    #expect(decoded.packet.fault == DecodeFault(.tcp, .truncated))
    #expect(decoded.packet.destination == address("10.0.0.2"))
    #expect(decoded.packet.traits.contains(.hasPorts) == (captured >= 24))
    #expect(decoded.packet.sourcePort == (captured >= 24 ? 49153 : 0))
  }

  /// A capture of 68 octets often ends in the options: the payload's length is known all the same.
  @Test func tcpOptionsCut() {
    let decoded = decode(
      .tcp,
      """
      c0 01 00 50 00 00 00 01 00 00 00 02 80 18 ff ff 00 00 00 00
      01 01 08 0a 00 00 00 07 00 00 00 09 61 62 63
      """, captured: 46)
    #expect(decoded.packet.fault == DecodeFault(.tcp, .truncated))
    #expect(decoded.packet.tcpFlags == [.psh, .ack])
    #expect(decoded.packet.payloadLength == 3)
    #expect(decoded.payload == 46..<46)
  }

  @Test(arguments: ["40", "00", "60", "f0"]) func tcpHeaderLength(offset: String) {
    let decoded = decode(
      .tcp, "c0 01 00 50 00 00 00 01 00 00 00 02 \(offset) 18 ff ff 00 00 00 00 01 01")
    #expect(decoded.packet.fault == DecodeFault(.tcp, .headerLength))
    #expect(decoded.packet.destinationPort == 80)
  }

  @Test(arguments: [
    ("02 04 05 b4", true), ("01 01 01 01", true), ("00 ff ff ff", true), ("02 04 05", false),
    ("02 05 05 b4", false), ("02 00 05 b4", false), ("02 01 05 b4", false), ("01 01 01 02", false),
  ])
  func tcpOptions(options: String, areSound: Bool) {
    let padded = options.utf8.count == 8 ? "01 \(options)".dropLast(2) + "04" : Substring(options)
    let decoded = decode(
      .tcp, "c0 01 00 50 00 00 00 01 00 00 00 02 60 18 ff ff 00 00 00 00 \(padded) 61")
    #expect(decoded.packet.fault == (areSound ? .none : DecodeFault(.tcp, .option)))
    #expect(decoded.payload == 44..<45)
  }

  @Test func udp() {
    let decoded = decode(.udp, "13 88 00 35 00 0a 00 00 01 02 ff ff")
    #expect(decoded.packet.sourcePort == 5000)
    #expect(decoded.packet.destinationPort == 53)
    // What lies between the datagram's end and the packet's is not its payload.
    #expect(decoded.payload == 28..<30)
    #expect(decoded.packet.payloadLength == 2)
  }

  @Test(arguments: [
    ("00 00", 4, true), ("00 07", 4, false), ("00 0d", 4, false), ("00 08", 0, true),
  ])
  func udpLength(field: String, payload: UInt32, isSound: Bool) {
    let decoded = decode(.udp, "13 88 00 35 \(field) 00 00 01 02 03 04")
    #expect(decoded.packet.payloadLength == payload)
    #expect(decoded.packet.fault == (isSound ? .none : DecodeFault(.udp, .totalLength)))
    #expect(decoded.packet.destinationPort == 53)
  }

  @Test func udpSnapshotLength() {
    let decoded = decode(.udp, "13 88 00 35 00 0c 00 00 01 02 03 04", captured: 30)
    #expect(decoded.packet.payloadLength == 4)
    #expect(decoded.packet.payloadCaptured == 2)
    #expect(decoded.packet.fault == .none)
  }

  @Test(arguments: [
    ("00 00", true), ("00 08", true), ("00 0a", true), ("00 07", false), ("00 0b", false),
  ])
  func udpLite(coverage: String, isSound: Bool) {
    let decoded = decode(.udpLite, "13 88 13 89 \(coverage) 00 00 01 02")
    #expect(decoded.packet.sourcePort == 5000)
    #expect(decoded.packet.destinationPort == 5001)
    #expect(decoded.payload == 28..<30)
    #expect(decoded.packet.fault == (isSound ? .none : DecodeFault(.udpLite, .field)))
  }

  @Test func sctp() {
    let decoded = decode(.sctp, "80 01 00 50 00 00 00 01 00 00 00 00 0b 00 00 04")
    #expect(decoded.packet.sourcePort == 32769)
    #expect(decoded.packet.destinationPort == 80)
    #expect(decoded.payload == 32..<36)
    let cut = decode(.sctp, "80 01 00 50 00 00 00 01", length: 16)
    #expect(cut.packet.fault == DecodeFault(.sctp, .truncated))
    #expect(cut.packet.destinationPort == 80)
  }

  @Test func icmp() {
    let decoded = decode(.icmp, "03 01 00 00 00 00 00 00 45 00")
    #expect(decoded.packet.sourcePort == 3)
    #expect(decoded.packet.destinationPort == 1)
    #expect(decoded.packet.traits.contains(.hasPorts))
    #expect(decoded.payload == 24..<30)
    #expect(decode(.icmp, "03 01 00").packet.fault == DecodeFault(.icmp, .truncated))
    #expect(decode(.icmpv6, "80 00 00").packet.fault == DecodeFault(.icmpv6, .truncated))
    #expect(decode(.icmpv6, "80 00 00 00").packet.sourcePort == 128)
  }

  /// ESP, OSPF, PIM: named, and all of it is payload.
  @Test(arguments: [50, 89, 103]) func otherProtocols(number: UInt8) {
    let decoded = decode(IPProtocol(rawValue: number), "00 00 08 00 45 00")
    #expect(decoded.packet.transport.rawValue == number)
    #expect(!decoded.packet.traits.contains(.hasPorts))
    #expect(decoded.payload == 20..<26)
    #expect(decoded.packet.fault == .none)
  }
}
