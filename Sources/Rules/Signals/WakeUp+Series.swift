import Capture
import Packets

/// Pings that go on, of which the latest stands for all.
extension WakeUp {
  /// Sequence numbers from one ping to the next of its series.
  private static let longestStep: UInt16 = 4
  /// Sequence numbers that one ping stands for at most: those of the window, in which the first 32 pings are looked at
  /// and one behind each pause of a second.
  private static let longestSeries: UInt16 = 400
  /// Nanoseconds by which the clock that a ping tells may be wrong.
  private static let clockError: Int64 = 3_600_000_000_000

  /// The packet as the next of a series that another one belongs to; `nil` where it is not: echo requests of one
  /// identifier that count on, with the same content but for the time that Linux writes in front (seconds and
  /// microseconds in eight octets each, the lowest first).
  ///
  /// A time that is that of the packet leaves no room for an address; the sequence numbers are looked through.
  func following(_ other: WakeUp) -> WakeUp? {
    let (own, former) = (sample.octets, other.sample.octets)
    guard kind == .icmp, sourcePort == 8 || sourcePort == 128, isOfSort(other), own.count >= 8,
      own.count == former.count, sample.wireLength == other.sample.wireLength,
      own[4..<6] == former[4..<6]
    else { return nil }
    let step = WakeUp.sequence(own) &- WakeUp.sequence(former)
    guard 1...WakeUp.longestStep ~= step, own[8...] == former[8...] || isOnlyLater(than: other)
    else {
      return nil
    }
    var next = self
    next.series = min(other.series + step, WakeUp.longestSeries)
    return next
  }

  private static func sequence(_ octets: [UInt8]) -> UInt16 {
    UInt16(octets[6]) << 8 | UInt16(octets[7])
  }

  private func isOnlyLater(than other: WakeUp) -> Bool {
    sample.octets.count >= 24 && sample.octets[24...] == other.sample.octets[24...]
      && tellsItsTime && other.tellsItsTime
  }

  /// Whether seconds and microseconds stand in front, and say about when the packet came.
  private var tellsItsTime: Bool {
    let numbers = [8..<16, 16..<24].map { range in
      sample.octets[range].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    guard numbers[0] < 1 << 32, numbers[1] < 1_000_000 else { return false }
    let told = Timestamp(rawValue: Int64(numbers[0]) * 1_000_000_000)
    return abs(time.nanoseconds(since: told)) <= WakeUp.clockError
  }
}
