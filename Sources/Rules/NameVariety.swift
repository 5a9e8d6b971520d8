import Capture

/// Whether the names that are asked for are new ones each time, of the first 64 questions.
///
/// A filter of 512 bits (Bloom 1970, two hashes): after 64 names it takes a new one for a known one in one
/// of 20 cases, which makes names look less varied than they are, never more. 72 bytes.
struct NameVariety: Hashable, Sendable, Storable {
  /// Questions that are looked at.
  static let most = 64

  private var bits: SIMD8<UInt64> = .zero
  /// Questions that were looked at.
  private(set) var asked = 0
  /// Those for a name that was not asked for before.
  private(set) var fresh = 0

  init() {}

  /// Whether nearly every question asks for another name: at least 6, and four in five.
  var isHigh: Bool { asked >= 6 && fresh * 5 >= asked * 4 }

  /// Notes a question.
  mutating func note(_ name: String) {
    guard asked < NameVariety.most else { return }
    let hash = NameVariety.hash(name)
    var isKnown = true
    for place in [hash & 511, hash >> 32 & 511] {
      let bit: UInt64 = 1 << (place & 63)
      if bits[Int(place >> 6)] & bit == 0 { isKnown = false }
      bits[Int(place >> 6)] |= bit
    }
    asked += 1
    if !isKnown { fresh += 1 }
  }

  /// FNV-1a with its halves stirred, as its high bits follow the last octets
  /// too little.
  static func hash(_ text: String) -> UInt64 {
    var digest = FowlerNollVo()
    digest.add(text)
    var hash = digest.value
    hash = (hash ^ hash >> 31) &* 0x9e37_79b9_7f4a_7c15
    return hash ^ hash >> 29
  }

  func store(to writer: inout StoredWriter) {
    for index in bits.indices { writer.add(bits[index]) }
    writer.add(UInt8(asked))
    writer.add(UInt8(fresh))
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    for index in bits.indices { bits[index] = try reader.number() }
    asked = Int(try reader.number(UInt8.self))
    fresh = Int(try reader.number(UInt8.self))
    guard fresh <= asked, asked <= NameVariety.most else { throw reader.fault("two counts") }
  }
}
