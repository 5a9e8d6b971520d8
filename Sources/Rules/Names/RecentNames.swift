import Capture

/// The latest 96 to 192 names of a domain: whether one was asked for before.
///
/// Two filters of 1,024 bits (Bloom 1970, three hashes) take turns: at 96 names the older one is emptied. A new name
/// passes for a known one in at most 3 of 100 cases, which makes names look less varied than they are, never more. A
/// name that comes back after as many others counts as new again.
struct RecentNames: Hashable, Sendable, Storable {
  private static let most = 96

  private var young: SIMD16<UInt64> = .zero
  private var old: SIMD16<UInt64> = .zero
  private var count: UInt8 = 0

  init() {}

  /// Takes a name in.
  /// - Returns: Whether it is new.
  mutating func insert(_ name: String) -> Bool {
    let hash = NameVariety.hash(name)
    var places: [(lane: Int, bit: UInt64)] = []
    for shift in [0, 20, 40] as [UInt64] {
      let place = hash >> shift & 1023
      places.append((Int(place >> 6), 1 << (place & 63)))
    }
    let isYoung = places.allSatisfy { young[$0.lane] & $0.bit != 0 }
    let isOld = places.allSatisfy { old[$0.lane] & $0.bit != 0 }
    if !isYoung {
      if count >= RecentNames.most {
        old = young
        young = .zero
        count = 0
      }
      for place in places { young[place.lane] |= place.bit }
      count += 1
    }
    return !isYoung && !isOld
  }

  func store(to writer: inout StoredWriter) {
    for index in young.indices { writer.add(young[index]) }
    for index in old.indices { writer.add(old[index]) }
    writer.add(count)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    for index in young.indices { young[index] = try reader.number() }
    for index in old.indices { old[index] = try reader.number() }
    count = try reader.number()
    guard count <= RecentNames.most else { throw reader.fault("a count of names") }
  }
}
