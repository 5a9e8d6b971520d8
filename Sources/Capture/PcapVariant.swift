/// The kinds of classic capture file, told by their magic number.
enum PcapVariant: Hashable, Sendable {
  /// Microseconds, a1b2c3d4.
  case microseconds
  /// Nanoseconds, a1b23c4d.
  case nanoseconds
  /// Alexey Kuznetzov's patched format, a1b2cd34: microseconds, and eight more bytes a record.
  case patched

  /// A variant by its magic number as the writer meant it.
  init?(magic: UInt32) {
    switch magic {
    case 0xa1b2_c3d4: self = .microseconds
    case 0xa1b2_3c4d: self = .nanoseconds
    case 0xa1b2_cd34: self = .patched
    default: return nil
    }
  }
}
