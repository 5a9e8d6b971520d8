import Capture

/// What is kept of the conversations that a device has started.
struct CallRecord: Sendable, Storable {
  /// When the device was first heard of.
  let heard: Timestamp
  /// Comparisons so far that could have hit by chance without a key.
  private(set) var plainTries: UInt64 = 0
  /// The same under keys.
  private(set) var keyedTries: UInt64 = 0

  /// Comparisons with chances of one in this.
  private static let values = 4_294_967_296.0
  /// The chance of a port beside an address: right before or behind, in either byte order.
  private static let portChance = 4.0 / 65_536

  init(heard: Timestamp) { self.heard = heard }

  /// Counts what a search compared.
  mutating func add(_ search: AddressOccurrence.Search) {
    plainTries &+= UInt64(search.plainTries)
    keyedTries &+= UInt64(search.keyedTries)
  }

  /// The chance that one of all searches for this device so far finds an address like that in random octets.
  func chance(of occurrence: AddressOccurrence) -> Double {
    // Of an address of IPv6 the chance is smaller than this.
    let tries = occurrence.key == 0 ? plainTries : keyedTries
    let chance = min(1, Double(tries) / CallRecord.values)
    return occurrence.hasPort ? chance * CallRecord.portChance : chance
  }

  func store(to writer: inout StoredWriter) {
    writer.add(heard)
    writer.add(plainTries)
    writer.add(keyedTries)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    heard = try reader.time()
    plainTries = try reader.number()
    keyedTries = try reader.number()
  }
}
