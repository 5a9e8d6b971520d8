import Glibc

/// A pipe whose first bytes were read to find out what it is. Whoever opens it next gets them again.
///
/// A class because the pipe stays open in between: closed, its writer would be killed.
final class PeekedInput {
  /// The pipe.
  let descriptor: Int32
  private let isOwned: Bool
  /// What was read of it.
  private(set) var head: [UInt8] = []

  /// Opens the pipe at `path`; `-` is standard input, which stays open afterwards.
  init(path: String) throws(CaptureError) {
    isOwned = path != "-"
    descriptor = isOwned ? try InputDescriptor.open(path) : 0
  }

  deinit { if isOwned { close(descriptor) } }

  /// Keeps bytes that were read.
  func keep(_ bytes: UnsafeRawBufferPointer) { unsafe head.append(contentsOf: bytes) }

  /// Forgets them, as they were handed out again.
  func removeHead() { head = [] }
}
