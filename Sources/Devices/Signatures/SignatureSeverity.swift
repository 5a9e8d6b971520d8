/// How much a packet with a signature matters by itself.
public enum SignatureSeverity: String, CaseIterable, Sendable {
  /// Not at all: it is only remembered, for what comes after it.
  case silent
  /// Worth a look when there is time.
  case low
  /// Worth a look.
  case medium
  /// Worth a look now.
  case high
  /// Worth waking somebody.
  case critical
}
