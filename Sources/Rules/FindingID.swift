/// Stable names for channels: the same rule, device and channel give the same text in every run.
enum FindingID {
  /// 16 hexadecimal digits: FNV-1a (64 bits, draft-eastlake-fnv) over the parts, each ended by a zero.
  static func make(_ parts: String...) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = hash &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
