extension CaptureReader {
  /// Opens the capture at `path`; `-` is standard input.
  init(path: String, interrupt: Int32?, blockByteCount: Int) throws(CaptureError) {
    if path == "-" {
      let name = "standard input"
      let input = try InputDescriptor(borrowing: 0, name: name, interrupt: interrupt)
      try self.init(input, name: name, blockByteCount: blockByteCount)
    } else {
      let input = try InputDescriptor(path: path, interrupt: interrupt)
      try self.init(input, name: path, blockByteCount: blockByteCount)
    }
  }
}
