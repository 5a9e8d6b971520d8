/// Why a state cannot be used; the text names the file and what to do.
public enum StateError: Error, Hashable, Sendable {
  /// The file cannot be made or opened for writing (exit code 73).
  case cannotOpen(String)
  /// Reading or writing failed (exit code 74).
  case failed(String)
  /// The file is no state that this program can go on from (exit code 78).
  case unusable(String)

  /// The text for people.
  public var message: String {
    switch self {
    case .cannotOpen(let text), .failed(let text), .unusable(let text): text
    }
  }
}
