/// Which octets of a number say something.
enum NumberPart: Sendable {
  /// All of them.
  case whole
  /// The first on the wire.
  case first
  /// The last on the wire.
  case last

  /// That part of a number of a field.
  func value(of number: UInt32, _ field: CarrierField) -> UInt32 {
    switch self {
    case .whole: number
    case .first: UInt32(field.firstOctet(of: number))
    case .last: number & 0xff
    }
  }
}
