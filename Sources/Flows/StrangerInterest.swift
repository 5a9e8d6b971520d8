public import Packets

/// What conversations are about that are told whoever takes part in them.
///
/// Asked once a flow, when it opens.
public struct StrangerInterest: Sendable {
  /// Whether frames that are not IP are told.
  public let includesFrames: Bool
  private let hearsPackets: Bool
  /// One bit a port, of either end.
  private var datagramPorts: [UInt64] = []
  private var streamPorts: [UInt64] = []
  /// One bit a protocol number.
  private var protocols: [UInt64] = []

  /// Nothing is told of strangers.
  public static let none = StrangerInterest(
    includesFrames: false, datagramPorts: [], streamPorts: [], protocols: [])

  /// Conversations are told by what they are about.
  /// - Parameters:
  ///   - includesFrames: Whether frames that are not IP are told.
  ///   - datagramPorts: UDP with one of these ports on either side.
  ///   - streamPorts: TCP with one of these ports on either side.
  ///   - protocols: IP carrying one of these protocols.
  public init(
    includesFrames: Bool, datagramPorts: [UInt16], streamPorts: [UInt16], protocols: [IPProtocol]
  ) {
    self.includesFrames = includesFrames
    self.datagramPorts = StrangerInterest.bits(datagramPorts.map(Int.init), of: 1024)
    self.streamPorts = StrangerInterest.bits(streamPorts.map(Int.init), of: 1024)
    self.protocols = StrangerInterest.bits(protocols.map { Int($0.rawValue) }, of: 4)
    hearsPackets = !datagramPorts.isEmpty || !streamPorts.isEmpty || !protocols.isEmpty
  }

  private static func bits(_ numbers: [Int], of words: Int) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: words)
    for number in numbers { bits[number / 64] |= 1 << UInt64(number % 64) }
    return bits
  }

  /// Whether an IP packet is of interest.
  @inline(__always)
  func includes(_ packets: Span<Packet>, _ position: Int) -> Bool {
    if !hearsPackets { return false }
    let transport = packets[position].transport
    if protocols[Int(transport.rawValue) / 64] >> UInt64(transport.rawValue % 64) & 1 == 1 {
      return true
    }
    guard packets[position].traits.contains(.hasPorts) else { return false }
    let source = packets[position].sourcePort
    let destination = packets[position].destinationPort
    switch transport {
    case .udp: return StrangerInterest.isSet(source, destination, in: datagramPorts)
    case .tcp: return StrangerInterest.isSet(source, destination, in: streamPorts)
    default: return false
    }
  }

  @inline(__always)
  private static func isSet(_ port: UInt16, _ other: UInt16, in bits: [UInt64]) -> Bool {
    return (bits[Int(port) / 64] >> UInt64(port % 64) | bits[Int(other) / 64] >> UInt64(other % 64))
      & 1 == 1
  }
}
