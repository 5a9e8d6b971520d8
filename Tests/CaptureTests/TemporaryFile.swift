import Capture
import Glibc

/// A file with chosen bytes, removed when it goes away.
struct TemporaryFile: ~Copyable {
  let path: String
  let descriptor: Int32

  init(_ bytes: [UInt8] = []) {
    var name = Array("/tmp/undertick-test-XXXXXX\0".utf8CString)
    descriptor = unsafe mkstemp(&name)
    path = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    replace(bytes)
  }

  deinit {
    close(descriptor)
    unsafe unlink(path)
  }

  /// Gives the file other bytes, and puts the descriptor at its start.
  func replace(_ bytes: [UInt8]) {
    ftruncate(descriptor, 0)
    _ = unsafe pwrite(descriptor, bytes, bytes.count, 0)
    lseek(descriptor, 0, SEEK_SET)
  }

  /// Reads the bytes as a capture through small blocks, so that records straddle their ends.
  func drain(blockByteCount: Int = 64, filter: String? = nil) throws(CaptureError) -> Drained {
    lseek(descriptor, 0, SEEK_SET)
    var file = try CaptureFile(
      descriptor: descriptor, name: "test", filter: filter, blockByteCount: blockByteCount)
    return Drained(&file)
  }
}

/// Reads `bytes` as a capture.
func drain(
  _ bytes: [UInt8], blockByteCount: Int = 64, filter: String? = nil
) throws(CaptureError) -> Drained {
  let file = TemporaryFile(bytes)
  return try file.drain(blockByteCount: blockByteCount, filter: filter)
}
