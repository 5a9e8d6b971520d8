import Capture
import Testing

@testable import Packets

@Suite struct PacketDecoderFragmentTests {
  /// A packet as far as these tests compare it, and its bytes.
  private struct Seen: Equatable {
    let traits: UInt16
    let transport: UInt8
    let ports: [UInt16]
    let sequence: UInt32
    let payloadLength: UInt32
    let outers: [Encapsulation]
    let outerTraits: [UInt16]
    let fault: DecodeFault
    let payload: [UInt8]
    let transportBytes: [UInt8]
    var isWhole: Bool { Packet.Traits(rawValue: traits).contains(.reassembled) }
  }

  /// Decodes packets without a link layer, ten a second, in batches of a size.
  private func decode(_ packets: [[UInt8]], batch size: Int = 256) -> (
    seen: [Seen], counters: FragmentCounters
  ) {
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 256)
    var seen: [Seen] = []
    var start = 0
    while start < packets.count {
      let part = packets[start..<min(start + size, packets.count)]
      var memory: [UInt8] = []
      var records: [FrameRecord] = []
      for (index, packet) in part.enumerated() {
        records.append(
          FrameRecord(
            timestamp: Timestamp(rawValue: Int64(start + index) * 100_000_000),
            offset: memory.count, capturedLength: UInt32(packet.count),
            wireLength: UInt32(packet.count), linkType: LinkType(rawValue: 101)))
        memory += packet
      }
      let frames = unsafe FrameBatch(records: records.span, bytes: memory.span.bytes)
      decoder.decode(frames, into: &batch)
      for index in 0..<batch.count {
        let packet = batch.packets[index]
        let layers = batch.outers(of: index)
        seen.append(
          Seen(
            traits: packet.traits.rawValue, transport: packet.transport.rawValue,
            ports: [packet.sourcePort, packet.destinationPort], sequence: packet.tcpSequence,
            payloadLength: packet.payloadLength,
            outers: layers.indices.map { layers[$0].encapsulation },
            outerTraits: layers.indices.map { layers[$0].packet.traits.rawValue },
            fault: packet.fault, payload: batch.payload(of: index, in: frames).copied(),
            transportBytes: batch.transport(of: index, in: frames).copied()))
      }
      start += size
    }
    return (seen, decoder.fragments)
  }

  /// Cuts what an IP header carries into fragments of `step` octets, in order.
  private func fragments(
    _ payload: [UInt8], of number: UInt8, step: Int, identification: UInt8 = 7,
    isIPv6: Bool = false
  ) -> [[UInt8]] {
    stride(from: 0, to: payload.count, by: step).map { offset in
      let part = Array(payload[offset..<min(offset + step, payload.count)])
      let isLast = offset + step >= payload.count
      if isIPv6 {
        let length = part.count + 8
        return bytes("60 00 00 00") + [UInt8(length >> 8), UInt8(length & 255), 44, 64]
          + bytes("20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01")
          + bytes("20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02")
          + [number, 0, UInt8(offset >> 8), UInt8(offset & 255) | (isLast ? 0 : 1)]
          + [0, 0, 0, identification] + part
      }
      let length = part.count + 20
      let field = offset / 8 | (isLast ? 0 : 0x2000)
      return [0x45, 0, UInt8(length >> 8), UInt8(length & 255), 0, identification]
        + [UInt8(field >> 8), UInt8(field & 255), 64, number, 0, 0]
        + bytes("0a 00 00 01 0a 00 00 02") + part
    }
  }

  /// A datagram of 92 octets of data from port 5000 to 53.
  private var datagram: [UInt8] { bytes("13 88 00 35 00 64 00 00") + (0..<92).map { UInt8($0) } }

  @Test(arguments: [false, true]) func inOrder(isIPv6: Bool) {
    let packets = fragments(datagram, of: 17, step: 40, isIPv6: isIPv6)
    let (seen, counters) = decode(packets)
    #expect(seen.map(\.isWhole) == [false, false, true])
    // All of them have the ports, the first by itself and the second by the first.
    #expect(seen.map(\.ports) == [[5000, 53], [5000, 53], [5000, 53]])
    #expect(seen[1].traits == Packet.Traits([.fragment, .laterFragment, .hasPorts]).rawValue)
    #expect(
      seen[2].traits
        == Packet.Traits([.fragment, .laterFragment, .hasPorts, .reassembled]).rawValue)
    // Lengths are those of each fragment, bytes those of the whole.
    #expect(seen.map(\.payloadLength) == [32, 40, 20])
    #expect(seen[2].payload == Array(datagram.dropFirst(8)))
    #expect(seen[2].transportBytes == datagram)
    #expect(seen[1].transportBytes.isEmpty)
    #expect(seen.allSatisfy { $0.fault == .none && $0.transport == 17 })
    #expect(counters.completed == 1)
  }

  @Test(arguments: [false, true]) func reversed(isIPv6: Bool) {
    let packets = fragments(datagram, of: 17, step: 40, isIPv6: isIPv6)
    let (seen, _) = decode(packets.reversed())
    #expect(seen.map(\.isWhole) == [false, false, true])
    #expect(seen.map(\.ports) == [[0, 0], [0, 0], [5000, 53]])
    #expect(seen[2].traits == Packet.Traits([.fragment, .hasPorts, .reassembled]).rawValue)
    #expect(seen[2].payloadLength == 40)
    #expect(seen[2].payload == Array(datagram.dropFirst(8)))
  }

  /// A TCP header in two pieces, which neither fragment has whole.
  @Test func headerInPieces() {
    let segment = bytes("c0 01 00 50 00 00 00 09 00 00 00 02 50 18 ff ff 00 00 00 00 61 62 63")
    let (seen, _) = decode(fragments(segment, of: 6, step: 16))
    #expect(seen[0].fault == DecodeFault(.tcp, .truncated))
    #expect(seen[1].sequence == 9)
    #expect(seen[1].payload == [0x61, 0x62, 0x63])
    #expect(seen[1].payloadLength == 7)
    #expect(seen[1].fault == .none)
  }

  /// The length of UDP is held against the whole datagram.
  @Test func lengthOfWhole() {
    let (seen, _) = decode(fragments(bytes("13 88 00 35 00 65 00 00") + datagram, of: 17, step: 40))
    #expect(seen.last?.isWhole == true)
    #expect(seen.last?.payload.count == 93)
    let (long, _) = decode(fragments(bytes("13 88 00 35 01 00 00 00") + datagram, of: 17, step: 40))
    #expect(long.last?.fault == DecodeFault(.udp, .totalLength))
  }

  /// Behind the fragment header a chain goes on, in the whole only.
  @Test func extensionHeaders() {
    let chain = bytes("11 00 01 04 00 00 00 00") + datagram
    let (seen, _) = decode(fragments(chain, of: 60, step: 48, isIPv6: true))
    #expect(seen.map(\.transport) == [17, 17, 17])
    #expect(seen[2].ports == [5000, 53])
    #expect(seen[2].transportBytes == datagram)
    #expect(seen[2].payload.count == 92)
  }

  /// A tunnel in fragments is entered once it is whole, and not before.
  @Test func tunnelInFragments() {
    let gre = bytes(
      "00 00 08 00 \(SampleFrame.udp(4789, "08 00 00 00 00 00 7b 00 \(SampleFrame.innerFrame)"))")
    let (seen, _) = decode(fragments(gre, of: 47, step: 32))
    #expect(seen.map(\.outers) == [[], [], [.gre, .vxlan]])
    #expect(seen[0].transport == 47)
    let last = seen[2]
    #expect(last.ports == [5000, 53])
    #expect(last.payload == bytes("64 61 74 61"))
    #expect(last.transportBytes.count == 12)
    #expect(last.payloadLength == 4)
    // The layer that was in fragments says so; those inside were whole.
    #expect(
      last.outerTraits
        == [
          Packet.Traits([.fragment, .laterFragment, .reassembled]).rawValue,
          Packet.Traits([.reassembled, .hasPorts]).rawValue,
        ])
  }

  /// Fragments in a tunnel whose packets come in fragments themselves: 10.0.0.1's datagram in two, each
  /// in GRE in two.
  @Test func fragmentsInFragments() {
    let inner = fragments(datagram, of: 17, step: 56)
    let packets = inner.enumerated().flatMap { number, packet in
      fragments(bytes("00 00 08 00") + packet, of: 47, step: 40, identification: UInt8(number))
    }
    let (seen, counters) = decode(packets)
    #expect(seen.map(\.isWhole) == [false, true, false, true])
    #expect(seen[1].ports == [5000, 53])
    #expect(seen[3].payload == Array(datagram.dropFirst(8)))
    #expect(seen[3].outers == [.gre])
    #expect(counters.completed == 3)
  }

  /// A second fragment header, without a tunnel between, in the first fragment and in the whole: a fault,
  /// and not followed.
  @Test func fragmentsInWhole() {
    let inside = bytes("11 00 00 01 00 00 00 09") + datagram
    let (seen, counters) = decode(fragments(inside, of: 44, step: 48, isIPv6: true))
    #expect(seen.last?.isWhole == true)
    #expect(seen.last?.fault == DecodeFault(.ipv6Extension, .depth))
    #expect(seen.first?.fault == DecodeFault(.ipv6Extension, .depth))
    #expect(counters.refused == 2)
    #expect(counters.started == 1)
  }

  /// The same addresses and number in two VLANs, and in two tunnels, are two datagrams.
  @Test func apart() {
    let parts = fragments(datagram, of: 17, step: 56)
    let tunnels = [parts[0], parts[1]].enumerated().map { number, packet in
      bytes("45 00") + [0, UInt8(28 + packet.count)] + bytes("00 01 00 00 40 2f 00 00")
        + bytes("ac 10 00 01 ac 10 00 02 20 00 08 00 00 00 00") + [UInt8(number)] + packet
    }
    let (seen, counters) = decode(tunnels + [parts[1]])
    #expect(seen.allSatisfy { !$0.isWhole })
    #expect(seen[0].outers == [.gre])
    #expect(counters.started == 3)
  }

  /// What is said of a frame does not depend on how the frames came.
  @Test(arguments: [1, 2, 3, 7]) func batches(size: Int) {
    var packets: [[UInt8]] = []
    for number in 0..<20 {
      let parts = fragments(
        datagram, of: 17, step: 24, identification: UInt8(number), isIPv6: number % 3 == 0)
      packets += number % 2 == 0 ? parts : parts.reversed()
      packets.append(bytes(SampleFrame.ipv4(47, "00 00 08 00 \(SampleFrame.ipv4UDP)")))
    }
    // Neighbours mixed, so that several datagrams wait at once.
    let mixed = (0..<packets.count).map { packets[$0 * 37 % packets.count] }
    let (expected, counters) = decode(mixed)
    let (seen, same) = decode(mixed, batch: size)
    #expect(seen == expected)
    #expect(same == counters)
    #expect(counters.completed == 20)
    #expect(expected.contains { $0.outers == [.gre] })
  }
}
