import Glibc

/// Reads the files that the operator names.
public enum ConfigurationFile {
  /// The most bytes that a configuration file may have, 64 MiB: an inventory of half a million rows.
  public static let largestSize = 64 << 20

  /// All bytes of a file or pipe.
  ///
  /// Throws with the system's own words where it cannot be opened or read, and where it is larger
  /// than `largestSize`; at most one byte more than that is ever held.
  public static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
    // The system would take the part before the zero byte for the name.
    guard !path.utf8.contains(0) else {
      throw ConfigurationError(file: path, reason: "a file name cannot hold a zero byte")
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "cannot be opened", errno) }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= largestSize {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, "cannot be read", errno) }
      guard count > 0 else { return bytes }
      bytes += chunk[..<min(count, largestSize + 1 - bytes.count)]
    }
    throw ConfigurationError(
      file: path, reason: "is larger than \(largestSize >> 20) MiB, which is the most that is read")
  }

  private static func failure(_ path: String, _ what: String, _ number: Int32) -> ConfigurationError
  {
    let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return ConfigurationError(file: path, reason: "\(what): \(words)")
  }
}
