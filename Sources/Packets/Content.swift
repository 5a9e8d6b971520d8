/// What the headers read so far carry: the bytes that were captured, and how many there were.
///
/// Keeps the two lengths of every layer apart: what the headers say was on the wire, and what the
/// capture kept of it. `bytes` never holds padding or a check sequence.
struct Content: ~Escapable {
  /// The captured bytes; at most `wireLength` of them.
  private(set) var bytes: RawSpan
  /// Bytes on the wire by the headers' own lengths, never more than the frame had.
  private(set) var wireLength: Int
  /// Where `bytes` starts in the frame.
  private(set) var offset = 0

  /// A whole frame, without its check sequence.
  @_lifetime(copy bytes)
  @inline(__always)
  init(_ bytes: RawSpan, wireLength: Int) {
    self.bytes = bytes
    self.wireLength = wireLength
  }

  /// Steps over a header of `count` bytes, at most `wireLength`; also over one that the capture cut.
  @inline(__always)
  mutating func skip(_ count: Int) {
    let present = min(count, bytes.byteCount)
    bytes = bytes.extracting(droppingFirst: present)
    wireLength -= count
    offset += present
  }

  /// Drops everything behind the first `length` bytes; nothing where there are fewer.
  @inline(__always)
  mutating func limit(to length: Int) {
    guard length < wireLength else { return }
    wireLength = length
    bytes = bytes.extracting(first: min(length, bytes.byteCount))
  }
}
