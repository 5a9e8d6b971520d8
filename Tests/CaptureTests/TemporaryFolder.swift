import Glibc

/// A folder with chosen files, removed with them when it goes away.
struct TemporaryFolder: ~Copyable {
  let path: String
  private var paths: [String] = []

  init() {
    var name = Array("/tmp/undertick-test-XXXXXX\0".utf8CString)
    _ = unsafe mkdtemp(&name)
    path = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for path in paths { unsafe remove(path) }
    unsafe rmdir(path)
  }

  /// Puts a file into the folder; returns its path.
  @discardableResult
  mutating func add(_ name: String, _ bytes: [UInt8]) -> String {
    let file = path + "/" + name
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = unsafe write(descriptor, bytes, bytes.count)
    close(descriptor)
    paths.append(file)
    return file
  }

  /// Puts a folder into the folder.
  mutating func addFolder(_ name: String) {
    unsafe mkdir(path + "/" + name, 0o700)
    paths.append(path + "/" + name)
  }
}
