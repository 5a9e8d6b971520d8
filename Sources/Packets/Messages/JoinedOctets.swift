/// Octets of one message that lay in several pieces, joined so that they can be read as one.
struct JoinedOctets {
  private var octets: [UInt8] = []

  /// How many there are.
  var count: Int { octets.count }

  /// Adds a piece.
  mutating func append(_ piece: RawSpan) {
    octets.reserveCapacity(octets.count + piece.byteCount)
    for index in 0..<piece.byteCount { octets.append(piece.uint8(at: index)) }
  }

  /// All of them, to be read in place.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // The library calls every view of typed values as bytes unsafe, as values may have padding that
      // was never set; octets have none.
      unsafe octets.span.bytes
    }
  }
}
