public import Capture
public import Packets

/// How fast the timestamps of a system tick (RFC 7323 section 5.4), judged by pairs of connections to one
/// peer.
///
/// Systems add a number of their own to the timestamps of each peer or connection, so only the steps
/// towards one peer say something; a step between two such numbers lies near no rate by chance but once
/// in some ten thousand. Fixed memory: 40 bytes.
public struct TimestampClock: Sendable {
  /// Ticks a second that systems use: Linux to 4.12 and BSD 100, 250 or 1000, Linux since then 1000.
  public static let rates = [100, 250, 1000]
  /// Steps of one rate that say which it is.
  private static let fewestSteps: UInt8 = 2
  /// Of a rate: how far off a step may be.
  private static let tolerance = 0.03
  /// Nanoseconds between two connections that are compared.
  private static let span: ClosedRange<Int64> = 1_000_000_000...600_000_000_000

  private var peer: IPAddress?
  private var value: UInt32 = 0
  private var time = Timestamp(rawValue: 0)
  private var steps = InlineArray<3, UInt8>(repeating: 0)

  /// Nothing seen yet.
  public init() {}

  /// Ticks a second; `nil` where too few steps, or steps of several rates, were seen.
  public var rate: Int? {
    let seen = TimestampClock.rates.indices.filter { steps[$0] >= TimestampClock.fewestSteps }
    return seen.count == 1 ? TimestampClock.rates[seen[0]] : nil
  }

  /// Notes the timestamp of a SYN or SYN-ACK; 0 stands for none.
  public mutating func note(_ value: UInt32, to peer: IPAddress, at time: Timestamp) {
    guard value != 0 else { return }
    let elapsed = time.nanoseconds(since: self.time)
    let isSame = self.peer == peer
    guard isSame || self.peer == nil || elapsed > TimestampClock.span.upperBound else { return }
    if isSame, TimestampClock.span.contains(elapsed) {
      let rate = Double(value &- self.value) * 1e9 / Double(elapsed)
      for (index, own) in TimestampClock.rates.enumerated()
      where (rate - Double(own)).magnitude <= TimestampClock.tolerance * Double(own) {
        steps[index] = steps[index] == .max ? .max : steps[index] + 1
      }
    }
    self.peer = peer
    self.value = value
    self.time = time
  }
}

/// A clock as it is kept over a restart.
extension TimestampClock: Storable {
  /// Writes the clock.
  public func store(to writer: inout StoredWriter) {
    writer.add(peer != nil)
    writer.add(peer?.high ?? 0)
    writer.add(peer?.low ?? 0)
    writer.add(value)
    writer.add(time)
    for index in 0..<3 { writer.add(steps[index]) }
  }

  /// Reads a clock back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    let isSeen = try reader.flag()
    let address = IPAddress(high: try reader.number(), low: try reader.number())
    peer = isSeen ? address : nil
    value = try reader.number()
    time = try reader.time()
    for index in 0..<3 { steps[index] = try reader.number() }
  }
}
