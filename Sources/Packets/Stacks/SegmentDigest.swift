public import Capture

/// Short hashes of the data of a TCP segment, so that two segments that start at the same number can be
/// compared although neither is kept: of its first 8, 64 and 512 octets, and of all of it.
///
/// 16 bytes. A hash is 0 where there are fewer octets, or fewer were captured. No secret goes in: who
/// knows it can make two that are alike, and hides nothing more than by sending the same octets.
public struct SegmentDigest: Hashable, Sendable {
  private var first8: UInt32 = 0
  private var first64: UInt32 = 0
  private var first512: UInt32 = 0
  private var whole: UInt32 = 0

  /// Of longer segments the whole is not hashed: those of captures in which a network card has joined
  /// several.
  private static let longest = 2048

  /// Of no data.
  public init() {}

  /// Of the captured data of a segment.
  /// - Parameters:
  ///   - bytes: The data as far as it was captured.
  ///   - length: Octets that there were on the wire.
  init(_ bytes: RawSpan, length: Int) {
    let end = min(bytes.byteCount, SegmentDigest.longest)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var place = 0
    while place + 8 <= end {
      hash = SegmentDigest.mix(hash, bytes.uint64(at: place))
      place += 8
      switch place {
      case 8: first8 = SegmentDigest.short(hash)
      case 64: first64 = SegmentDigest.short(hash)
      case 512: first512 = SegmentDigest.short(hash)
      default: break
      }
    }
    guard bytes.byteCount == length, length <= SegmentDigest.longest, length > 0 else { return }
    while place < end {
      hash = SegmentDigest.mix(hash, UInt64(bytes.uint8(at: place)))
      place += 1
    }
    whole = SegmentDigest.short(hash)
  }

  /// Whether two segments that start at the same number have different data where both have some.
  /// - Parameters:
  ///   - other: Those of the other segment.
  ///   - isOfSameLength: Whether both have as many octets.
  /// - Returns: `false`, too, where nothing can be compared.
  public func contradicts(_ other: SegmentDigest, isOfSameLength: Bool) -> Bool {
    if isOfSameLength, whole != 0, other.whole != 0 { return whole != other.whole }
    if first512 != 0, other.first512 != 0 { return first512 != other.first512 }
    if first64 != 0, other.first64 != 0 { return first64 != other.first64 }
    return first8 != 0 && other.first8 != 0 && first8 != other.first8
  }

  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
    return product ^ product >> 29
  }

  private static func short(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 32) | 1
  }
}

/// Hashes as they are kept over a restart.
extension SegmentDigest: Storable {
  /// Writes the hashes.
  public func store(to writer: inout StoredWriter) {
    for hash in [first8, first64, first512, whole] { writer.add(hash) }
  }

  /// Reads hashes back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    first8 = try reader.number()
    first64 = try reader.number()
    first512 = try reader.number()
    whole = try reader.number()
  }
}
