import Capture

/// What is kept of the conversations that a device has started.
///
/// Comparisons are counted for this half of a day and the one before, so that the chance is that of one day and a
/// device that lives for years does not wear it out.
struct CallRecord: Sendable, Storable {
  /// When the device was first heard of.
  let heard: Timestamp
  /// Comparisons that could have hit by chance, without a key and under keys.
  private struct Tries {
    var plain: UInt64 = 0
    var keyed: UInt64 = 0
  }

  /// The half day that is counted, since 1970.
  private var half: Int64
  private var current = Tries()
  private var former = Tries()

  /// Nanoseconds of half a day.
  static let halfDay: Int64 = 43_200_000_000_000
  /// Comparisons with chances of one in this.
  private static let values = 4_294_967_296.0
  /// The chance of a port beside an address: right before or behind, in either byte order.
  private static let portChance = 4.0 / 65_536

  init(heard: Timestamp) {
    self.heard = heard
    half = heard.rawValue / CallRecord.halfDay
  }

  /// Counts what a search compared.
  mutating func add(_ search: AddressOccurrence.Search, at time: Timestamp) {
    moveOn(to: time)
    current.plain &+= UInt64(search.plainTries)
    current.keyed &+= UInt64(search.keyedTries)
  }

  /// Leaves out what is older than a day.
  mutating func moveOn(to time: Timestamp) {
    let now = time.rawValue / CallRecord.halfDay
    guard now > half else { return }
    former = now == half + 1 ? current : Tries()
    current = Tries()
    half = now
  }

  /// The chance that one of the latest day's searches for this device finds an address like that in random octets.
  func chance(isKeyed: Bool, hasPort: Bool) -> Double {
    // Of an address of IPv6 the chance is smaller than this.
    let tries = isKeyed ? current.keyed &+ former.keyed : current.plain &+ former.plain
    return min(1, Double(tries) / CallRecord.values * (hasPort ? CallRecord.portChance : 1))
  }

  func store(to writer: inout StoredWriter) {
    writer.add(heard)
    writer.add(Timestamp(rawValue: half))
    for tries in [current, former] {
      writer.add(tries.plain)
      writer.add(tries.keyed)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    heard = try reader.time()
    half = try reader.time().rawValue
    current = Tries(plain: try reader.number(), keyed: try reader.number())
    former = Tries(plain: try reader.number(), keyed: try reader.number())
  }
}
