import Capture

/// Stable names for channels: the same rule, device and channel give the same text in every run.
enum FindingID {
  /// 16 hexadecimal digits: `FowlerNollVo` over the parts, each ended by a zero.
  static func make(_ parts: String...) -> String {
    var digest = FowlerNollVo()
    for part in parts {
      digest.add(part)
      digest.add(0)
    }
    let digits = String(digest.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
