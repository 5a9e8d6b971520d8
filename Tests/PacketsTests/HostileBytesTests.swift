import Capture
import Packets
import Testing

/// Whatever the octets are, a frame gives one packet, and what it says lies inside the frame.
@Suite struct HostileBytesTests {
  static let linkTypes: [UInt16] = [
    0, 1, 9, 12, 14, 50, 51, 101, 104, 108, 113, 228, 229, 239, 276,
  ]

  /// Decodes all frames in one batch, and checks what must hold of any packet.
  private func check(_ frames: [[UInt8]], linkType: UInt16, wireLength: Int? = nil) {
    var memory: [UInt8] = []
    var records: [FrameRecord] = []
    for frame in frames {
      records.append(
        FrameRecord(
          timestamp: Timestamp(rawValue: 0), offset: memory.count,
          capturedLength: UInt32(frame.count), wireLength: UInt32(wireLength ?? frame.count),
          linkType: LinkType(rawValue: linkType), checkSequenceLength: 0))
      memory += frame
    }
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: frames.count)
    let input = unsafe FrameBatch(records: records.span, bytes: memory.span.bytes)
    decoder.decode(input, into: &batch)
    #expect(batch.count == frames.count)
    var faulty: UInt64 = 0
    var broken = 0
    var outers = 0
    for index in 0..<batch.count {
      let packet = batch.packets[index]
      let layers = batch.outers(of: index)
      if packet.outerCount > 0, Int(packet.outerStart) != outers { broken += 1 }
      outers += layers.count
      if !isSound(packet) { broken += 1 }
      var isFaulty = packet.fault != .none
      for layer in layers.indices {
        if !isSound(layers[layer].packet) { broken += 1 }
        if layers[layer].packet.fault != .none { isFaulty = true }
      }
      if isFaulty { faulty += 1 }
      let payload = batch.payload(of: index, in: input).byteCount
      let transport = batch.transport(of: index, in: input).byteCount
      let isWhole = packet.traits.contains(.reassembled)
      if !isWhole && payload != Int(packet.payloadCaptured) || payload > 65535 { broken += 1 }
      if transport > 0 && transport < payload { broken += 1 }
    }
    #expect(broken == 0)
    #expect(outers == batch.outers.count)
    let counted = decoder.faults.entries.reduce(0) { $0 + $1.count }
    #expect(counted >= faulty)
    #expect((counted == 0) == (faulty == 0))
  }

  private func isSound(_ packet: Packet) -> Bool {
    packet.payloadOffset + packet.payloadCaptured <= packet.capturedLength
      && packet.payloadCaptured <= packet.payloadLength
      && packet.payloadLength <= packet.wireLength
      && (packet.isIP || !packet.traits.contains(.hasPorts))
      && (packet.transportOffset == 0 || packet.transportOffset <= packet.payloadOffset)
      && packet.outerCount <= OuterLayer.most
  }

  /// Cut by the snapshot length, and cut on the wire.
  @Test(arguments: SampleFrame.all) func everyShorterLength(_ sample: SampleFrame) {
    let cuts = (0...sample.frame.count).map { Array(sample.frame.prefix($0)) }
    check(cuts, linkType: sample.linkType, wireLength: sample.frame.count)
    check(cuts, linkType: sample.linkType)
  }

  @Test(arguments: SampleFrame.all) func everyOctet(_ sample: SampleFrame) {
    for position in sample.frame.indices {
      let frames = (UInt8.min...UInt8.max).map { octet in
        var frame = sample.frame
        frame[position] = octet
        return frame
      }
      check(frames, linkType: sample.linkType)
    }
  }

  /// Also what is no such frame at all.
  @Test(arguments: linkTypes) func everyFrameAsEveryLinkType(_ linkType: UInt16) {
    for sample in SampleFrame.all {
      check((0...sample.frame.count).map { Array(sample.frame.prefix($0)) }, linkType: linkType)
    }
  }

  /// The samples themselves are sound, but for the jumbogram that is meant to be cut.
  @Test(arguments: SampleFrame.all) func samplesAreSound(_ sample: SampleFrame) {
    let decoded = Decoded(sample.frame, linkType: sample.linkType)
    if sample.name == "IPv6 jumbogram, cut" {
      #expect(decoded.packet.fault == DecodeFault(.ipv6, .totalLength))
    } else {
      #expect(decoded.packet.fault == .none)
    }
    #expect(decoded.packet.linkProtocol != .none)
  }
}
