/// Why a capture cannot be opened or read on; the text names the input and what to do.
public enum CaptureError: Error, Hashable, Sendable {
  /// The input is missing, may not be read, or is no capture (exit code 66).
  case unreadable(String)
  /// Reading failed midway: a device error, an interface that went away (exit code 74).
  case failed(String)
  /// A filter expression that does not compile, or a wrong option value (exit code 64).
  case invalid(String)

  /// The text for people.
  public var message: String {
    switch self {
    case .unreadable(let text), .failed(let text), .invalid(let text): text
    }
  }
}
