/// What one call of a decompressor did.
struct DecodeStep: Sendable {
  /// Compressed bytes taken.
  var consumed: Int
  /// Decompressed bytes given.
  var produced: Int
  /// Why the compressed data cannot be read on, where it is broken.
  var fault: String?
}
