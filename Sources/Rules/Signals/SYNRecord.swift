import Capture
import Flows

/// Odd SYNs of one sender to one receiver.
struct SYNRecord: Sendable, Storable {
  /// The first of them.
  let first: Timestamp
  /// The latest.
  private(set) var last: Timestamp
  /// How many.
  private(set) var count: UInt32 = 0
  /// SYNs whose sequence number has three octets of zero.
  private(set) var bareSequences: UInt32 = 0
  /// What is odd about them; bits by the numbers of `SYNOddity`.
  private var oddities: UInt8 = 0
  /// The ports, the first five.
  private var ports: [UInt16] = []
  /// Whether nmap looks for the system: its probe has an urgent pointer of 0xf7f5 without URG (nmap's reference
  /// guide, chapter 8, "TCP explicit congestion notification").
  private(set) var isProbe = false

  /// Sequence numbers of one octet that are no accident any more.
  static let fewestBareSequences: UInt32 = 3
  private static let probePointer: UInt16 = 0xf7f5
  private static let mostPorts = 5

  init(first: Timestamp) {
    self.first = first
    last = first
  }

  /// Counts a SYN.
  /// - Returns: Whether it is odd, as far as is known by now.
  mutating func note(_ header: SYNHeader, port: UInt16, at time: Timestamp) -> Bool {
    var found = SYNOddity.those(of: header)
    if header.urgent == SYNRecord.probePointer { isProbe = true }
    if found.contains(.bareSequence) {
      bareSequences &+= 1
      if bareSequences < SYNRecord.fewestBareSequences { found.removeAll { $0 == .bareSequence } }
    }
    guard !found.isEmpty else { return false }
    for oddity in found { oddities |= 1 << oddity.rawValue }
    count &+= 1
    last = time
    if ports.count < SYNRecord.mostPorts, !ports.contains(port) { ports.append(port) }
    return true
  }

  /// What is odd about them.
  var kinds: [SYNOddity] { SYNOddity.allCases.filter { oddities & 1 << $0.rawValue != 0 } }

  /// Whether they go on towards one or two ports, as a channel does and a scan does not.
  var isChannel: Bool {
    !isProbe && ports.count <= 2 && count >= 8
      && last.nanoseconds(since: first) >= 60_000_000_000
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
    writer.add(count)
    writer.add(bareSequences)
    writer.add(oddities)
    writer.add(isProbe)
    writer.add(UInt32(ports.count))
    for port in ports { writer.add(port) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    last = try reader.time()
    count = try reader.number()
    bareSequences = try reader.number()
    oddities = try reader.number()
    isProbe = try reader.flag()
    for _ in 0..<(try reader.count(ofAtLeast: 2)) { ports.append(try reader.number()) }
  }
}
