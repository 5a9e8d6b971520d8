import Glibc

/// What the operating system says of a call that failed.
struct SystemFailure: Error, Hashable, Sendable {
  /// The `errno` of the call.
  let code: Int32

  /// The failure of the call made just now.
  static var latest: SystemFailure { SystemFailure(code: errno) }

  /// The system's words, such as `No such file or directory`.
  var text: String {
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
  }
}
