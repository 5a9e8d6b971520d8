import Glibc

/// The captures in a folder.
enum CaptureFolder {
  /// Whether `path` is a folder. What cannot be looked at is none; opening it tells why.
  static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  /// The regular files in `folder` that start as a capture does, also through compression, by name in
  /// the order of its bytes; not those in folders below.
  /// - Throws: `CaptureError.unreadable` where the folder or a file in it cannot be read, and where no
  ///   capture is there.
  static func captures(in folder: String) throws(CaptureError) -> [String] {
    var captures: [String] = []
    for path in try files(in: folder) where try isCapture(path) { captures.append(path) }
    guard !captures.isEmpty else {
      throw .unreadable(
        "\(folder): holds no capture; give a folder with pcap or pcapng files, plain or compressed "
          + "by gzip or zstd (folders below it are not looked into)")
    }
    return captures
  }

  /// The regular files in `folder`, by name in the order of its bytes; not those in folders below.
  static func files(in folder: String) throws(CaptureError) -> [String] {
    let prefix = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    return try names(in: folder).map { prefix + $0 }.filter { isRegularFile($0) }
  }

  /// Whether `path` is a regular file.
  static func isRegularFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT
  }

  private static func names(in folder: String) throws(CaptureError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw .unreadable("\(folder): \(SystemFailure.latest.text)")
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      guard names.count < CaptureLimits.folderEntries else {
        throw .unreadable("\(folder): holds more than \(CaptureLimits.folderEntries) entries")
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isCapture(_ path: String) throws(CaptureError) -> Bool {
    var input = ByteInput(try InputDescriptor(path: path, interrupt: nil))
    var block = [UInt8](repeating: 0, count: 4096)
    return CaptureHeader.isCapture(&input, &block)
  }
}
