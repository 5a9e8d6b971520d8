/// What this program is.
enum Version {
  /// Semantic version; stands in `observer.version` of every line.
  static let text = "0.1.0"
}
