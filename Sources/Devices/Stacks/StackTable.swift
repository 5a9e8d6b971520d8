public import Packets

/// The systems behind each of many addresses.
///
/// Bounded: at the limit an address gives way that was not seen since the last look at it (the clock
/// algorithm, Corbató 1968), so that looking for one costs a constant on average.
public struct StackTable: Sendable {
  private let limit: Int
  private var places: [StackKey: Int] = [:]
  private var entries: [Entry] = []
  private var hardware: [MACAddress: Hardware] = [:]
  private var hand = 0
  /// Addresses that gave way.
  public private(set) var forgotten: UInt64 = 0
  /// The address that gave way to the latest new one, if one did.
  public private(set) var latestForgotten: StackKey?

  private struct Entry: Sendable {
    var key: StackKey
    var population: StackPopulation
    var isSeen: Bool
  }

  private struct Hardware: Sendable {
    var addresses = 0
    var starts: UInt32 = 0
  }

  /// Nobody yet, and at most `limit` addresses, at least one.
  public init(limit: Int) { self.limit = max(1, limit) }

  /// How many addresses there are.
  public var count: Int { entries.count }

  /// What is known of an address, if anything is.
  public func population(of key: StackKey) -> StackPopulation? {
    places[key].map { entries[$0].population }
  }

  /// How many IP addresses a hardware address has sent with: many of a router, or of a machine that
  /// carries others.
  public func addresses(of mac: MACAddress) -> Int { hardware[mac]?.addresses ?? 0 }

  /// A machine has started: what its addresses showed before and show from now on need not be of one time.
  public mutating func noteStart(of mac: MACAddress) { hardware[mac]?.starts &+= 1 }

  /// Changes what is known of an address, which is taken in where it is new.
  public mutating func update<Result>(
    _ key: StackKey, _ change: (inout StackPopulation) -> Result
  ) -> Result {
    latestForgotten = nil
    let place = places[key] ?? admit(key)
    entries[place].isSeen = true
    entries[place].population.noteStarts(hardware[key.mac]?.starts ?? 0)
    return change(&entries[place].population)
  }

  /// Takes back what was known of an address.
  public mutating func restore(_ population: StackPopulation, of key: StackKey) {
    let place = places[key] ?? admit(key)
    let starts = max(hardware[key.mac]?.starts ?? 0, population.starts)
    hardware[key.mac]?.starts = starts
    entries[place].population = population
  }

  private mutating func admit(_ key: StackKey) -> Int {
    hardware[key.mac, default: Hardware()].addresses += 1
    var entry = Entry(key: key, population: StackPopulation(), isSeen: true)
    entry.population.noteStarts(hardware[key.mac]?.starts ?? 0)
    guard entries.count >= limit else {
      entries.append(entry)
      places[key] = entries.count - 1
      return entries.count - 1
    }
    while entries[hand].isSeen {
      entries[hand].isSeen = false
      hand = (hand + 1) % limit
    }
    let place = hand
    hand = (hand + 1) % limit
    forget(entries[place].key)
    entries[place] = entry
    places[key] = place
    return place
  }

  private mutating func forget(_ key: StackKey) {
    forgotten += 1
    latestForgotten = key
    places[key] = nil
    if addresses(of: key.mac) > 1 {
      hardware[key.mac]?.addresses -= 1
    } else {
      hardware[key.mac] = nil
    }
  }
}
