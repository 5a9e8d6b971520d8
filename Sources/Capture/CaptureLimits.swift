/// Bounds on what a capture may ask for, so that a hostile one costs no more than an honest one.
enum CaptureLimits {
  /// Captured bytes of one frame: libpcap's MAXIMUM_SNAPLEN.
  static let capturedLength: UInt32 = 262_144
  /// Bytes of one packet or interface block: libpcap's MAX_BLOCKSIZE. The block buffer grows up to it.
  static let blockLength: UInt32 = 16 << 20
  /// Interfaces of one pcapng section.
  static let interfaces = 65_536
  /// Captures read at the same time because they overlap.
  static let openCaptures = 512
  /// Entries of one folder.
  static let folderEntries = 1_000_000
  /// Link types that one filter is compiled for.
  static let filterPrograms = 256
}
