import Devices
import Glibc
import Testing

/// Files of the repository, found from this source file.
struct Folder {
  let path: String

  static var captures: Folder { ofRepository("Captures") }

  /// The files that are shipped as examples.
  static var configuration: Folder { ofRepository("Config") }

  /// The README.
  static var readme: String? { text(ofRepository("README.md").path) }

  private static func ofRepository(_ name: String) -> Folder {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return Folder(path: parts.dropLast(3).joined(separator: "/") + "/" + name)
  }

  /// Names of the folders in it that hold a capture, sorted.
  var subfolders: [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if unsafe access("\(path)/\(name)/capture.pcap", R_OK) == 0 { names.append(name) }
    }
    return names.sorted()
  }

  /// The inventory of a case; nobody where it has none.
  static func inventory(of folder: String) throws -> Inventory {
    let file = folder + "/devices.csv"
    guard unsafe access(file, R_OK) == 0 else { return .empty }
    return try Inventory(csv: try ConfigurationFile.read(file), file: "devices.csv")
  }

  /// A whole file as text, or `nil`.
  static func text(_ path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe read(descriptor, &block, block.count)
      guard count > 0 else { break }
      bytes += block[0..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a whole file.
  static func write(_ text: String, to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var text = text
    let written = text.withUTF8 { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    try #require(written == text.utf8.count)
  }
}
