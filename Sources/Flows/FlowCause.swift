import Capture
import Packets

/// What an event tells of the packet behind it: plain values, read out of the batch once.
struct FlowCause {
  /// The packet's place in the batch.
  let position: UInt16
  /// The side of the key that sent it.
  let side: Int
  /// When it was captured.
  let time: Timestamp
  /// Payload bytes on the wire.
  let payloadLength: UInt32
  /// Bytes of the frame on the wire.
  let wireLength: UInt32
  /// Whether it is IP.
  let isIP: Bool
  /// Whether it is TCP.
  let isTCP: Bool
  /// Whether it is a SYN or a SYN-ACK.
  let isSYN: Bool
  /// Whether it is NC-SI, whose every frame on a network is one too many.
  let isSideband: Bool

  /// Reads the packet at `position` of a batch, which `side` of its key sent.
  init(_ packets: Span<Packet>, _ position: Int, side: UInt8) {
    self.position = UInt16(truncatingIfNeeded: position)
    self.side = Int(side)
    time = packets[position].timestamp
    payloadLength = packets[position].payloadLength
    wireLength = packets[position].wireLength
    isIP = packets[position].isIP
    isTCP = isIP && packets[position].transport == .tcp
    isSYN = isTCP && packets[position].tcpFlags.contains(.syn)
    isSideband = !isIP && packets[position].linkProtocol == FlowCause.sideband
  }

  /// NC-SI, DMTF DSP0222 1.2 section 8.1.
  private static let sideband = LinkProtocol(EtherType(rawValue: 0x88f8))

  /// Whether there is something to look into: payload, or a frame that is not IP.
  var hasContent: Bool { !isIP || payloadLength > 0 }
}
