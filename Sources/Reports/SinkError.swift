/// Why a line was not written.
public enum SinkError: Error, Hashable, Sendable {
  /// The reader is gone (EPIPE): nothing is wrong here, the caller ends quietly.
  case closed
  /// The file cannot be opened for writing (exit code 73). The text names it and says why.
  case unopenable(String)
  /// Writing failed (exit code 74): the disk is full, or the device broke. The text names the file,
  /// says why, and whether half a line was left behind.
  case failed(String)

  /// The text for people.
  public var message: String {
    switch self {
    case .closed: "the reader of the output is gone"
    case .unopenable(let text), .failed(let text): text
    }
  }
}
