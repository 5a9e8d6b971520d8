import CZlib
import CZstd

/// Compresses test data.
enum Compressed {
  /// One gzip member.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = unsafe z_stream()
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 100)
    let room = UInt32(output.count)
    var written = 0
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe deflateInit2_(
          &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
          Int32(MemoryLayout<z_stream>.size))
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = room
        unsafe deflate(&stream, Z_FINISH)
        written = unsafe Int(room - stream.avail_out)
        unsafe deflateEnd(&stream)
      }
    }
    return Array(output.prefix(written))
  }

  /// One Zstandard frame.
  static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = unsafe ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
    return Array(output.prefix(count))
  }

  /// A skippable Zstandard frame, RFC 8878 section 3.1.2.
  static func skippable(_ bytes: [UInt8]) -> [UInt8] {
    [0x53, 0x2a, 0x4d, 0x18] + ByteOrder.little.bytes(UInt32(bytes.count)) + bytes
  }
}
