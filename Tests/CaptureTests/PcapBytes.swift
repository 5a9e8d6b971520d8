/// Builds the bytes of a classic capture file.
struct PcapBytes {
  var order = ByteOrder.little
  var magic: UInt32 = 0xa1b2_c3d4
  var major: UInt16 = 2
  var minor: UInt16 = 4
  var linkField: UInt32 = 1

  /// The header of the file.
  var header: [UInt8] {
    order.bytes(magic) + order.bytes(major) + order.bytes(minor) + order.bytes(UInt32(0))
      + order.bytes(UInt32(0)) + order.bytes(UInt32(262_144)) + order.bytes(linkField)
  }

  /// One record; the lengths may be given as they stand in the file.
  func record(_ frame: Frame, lengths: (UInt32, UInt32)? = nil) -> [UInt8] {
    let nanoseconds = frame.time % 1_000_000_000
    let fraction = magic == 0xa1b2_3c4d ? nanoseconds : nanoseconds / 1000
    let (first, second) = lengths ?? (UInt32(frame.bytes.count), frame.wireLength)
    let extra = [UInt8](repeating: 0xee, count: magic == 0xa1b2_cd34 ? 8 : 0)
    return order.bytes(UInt32(frame.time / 1_000_000_000)) + order.bytes(UInt32(fraction))
      + order.bytes(first) + order.bytes(second) + extra + frame.bytes
  }

  /// A whole file.
  func file(_ frames: [Frame]) -> [UInt8] { header + frames.flatMap { record($0) } }
}
