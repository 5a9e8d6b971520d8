extension CaptureReader {
  /// Opens the capture at `path`; `-` is standard input. Of a pipe that was peeked at, what was read of
  /// it comes again.
  init(
    path: String, peeked: PeekedInput? = nil, interrupt: Int32?, blockByteCount: Int
  ) throws(CaptureError) {
    let name = path == "-" ? "standard input" : path
    let input: InputDescriptor
    if let peeked {
      input = try InputDescriptor(peeked, isPeeking: false, name: name, interrupt: interrupt)
    } else if path == "-" {
      input = try InputDescriptor(borrowing: 0, name: name, interrupt: interrupt)
    } else {
      input = try InputDescriptor(path: path, interrupt: interrupt)
    }
    try self.init(input, name: name, blockByteCount: blockByteCount)
  }
}
