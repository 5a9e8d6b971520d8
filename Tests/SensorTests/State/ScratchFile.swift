import Glibc

/// A name for a file in a folder of its own, which is removed with all that is in it.
struct ScratchFile: ~Copyable {
  private let folder: String
  /// The name; nothing is there yet.
  var path: String { folder + "/sensor.db" }

  init() {
    var name = Array("/tmp/undertick-state-XXXXXX\0".utf8CString)
    _ = unsafe mkdtemp(&name)
    folder = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for ending in ["", "-wal", "-shm", "-journal"] { unsafe unlink(path + ending) }
    unsafe rmdir(folder)
  }
}
