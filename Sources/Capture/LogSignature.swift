/// Tells logs from captures by their first bytes, whatever their names are.
public enum LogSignature {
  /// Bytes that are enough to tell.
  public static let byteCount = 24

  /// Whether an input that starts with these bytes, decompressed, is written as Zeek writes logs: with
  /// a header of `#` lines, or as JSON. So is one that starts with a time and a tab: a log that has lost
  /// its header, of which its reader tells.
  ///
  /// Which log it is, and whether it is one that is read, is in the lines that follow.
  public static func isLog(_ firstBytes: some Collection<UInt8>) -> Bool {
    var rest = firstBytes.dropFirst(0)
    if rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
    if headers.contains(where: { rest.starts(with: $0) }) { return true }
    guard rest.first == 0x7b else { return isLine(rest) }
    return rest.dropFirst().first { $0 != 0x20 } == 0x22
  }

  /// Whether the bytes start as a line of columns does: `1445353842.722836` and a tab.
  private static func isLine(_ bytes: some Collection<UInt8>) -> Bool {
    let digits: ClosedRange<UInt8> = 0x30...0x39
    let seconds = bytes.prefix { digits.contains($0) }
    let rest = bytes.dropFirst(seconds.count)
    guard !seconds.isEmpty, rest.first == 0x2e else { return false }
    let fraction = rest.dropFirst().prefix { digits.contains($0) }
    return !fraction.isEmpty && rest.dropFirst(1 + fraction.count).first == 0x09
  }

  /// Whether the input at `path` is a log of conversations, also through compression, or a folder with
  /// one.
  ///
  /// What is missing is none, and neither is a pipe, which is not looked into: what is read from it is
  /// gone.
  /// - Throws: `CaptureError.unreadable` where it may not be read.
  public static func isLog(path: String) throws(CaptureError) -> Bool {
    if CaptureFolder.isFolder(path) {
      return try !LogFolder.logs(in: path, notes: LogNotes()).isEmpty
    }
    return try LogFolder.isLog(path)
  }

  /// What some programs put before UTF-8.
  static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private static let headers = [
    "#separator ", "#set_separator", "#empty_field", "#unset_field", "#path", "#open", "#fields",
  ].map { Array($0.utf8) }
}
