internal import Glibc

/// Where lines go: a file, standard output, or any other descriptor; owns and closes what it opened.
///
/// Every line is handed to the kernel whole before `write` returns, with one `write(2)` where the
/// kernel takes it at once. SIGPIPE is the caller's to ignore.
public struct ReportSink: ~Copyable {
  private let descriptor: Int32
  /// What the output is called in errors.
  private let name: String
  private let isOwned: Bool
  /// Whether what was there before ends inside a line.
  private var owesLineFeed: Bool
  /// What broke the output; once broken it stays so, since a later line would follow half a line.
  private var failure: SinkError?

  /// Writes to a descriptor that is open already and stays open; errors call it by `name`.
  public init(descriptor: Int32, name: String) {
    self.init(descriptor: descriptor, name: name, isOwned: false, owesLineFeed: false)
  }

  /// Appends to a file, which is made (mode 0640) where it is missing; `-` is standard output.
  ///
  /// A file whose last line was cut, as a full disk leaves it, gets a line feed before the first new
  /// line, so that the cut line spoils no other. A file that does not begin as text is left alone: it is
  /// a capture, or something else that lines would spoil.
  /// - Throws: `SinkError.unopenable`.
  public init(file: String) throws(SinkError) {
    let descriptor = try openForAppending(file)
    let isFile = file != "-"
    if isFile, !beginsAsText(file, descriptor: descriptor) {
      close(descriptor)
      throw .unopenable(
        "\(file) exists and is no text; lines are appended to it, so name another file")
    }
    self.init(
      descriptor: descriptor, name: isFile ? file : "standard output", isOwned: isFile,
      owesLineFeed: isFile && endsInsideLine(file, descriptor: descriptor))
  }

  private init(descriptor: Int32, name: String, isOwned: Bool, owesLineFeed: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
    self.owesLineFeed = owesLineFeed
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Writes a whole line, line feed included.
  ///
  /// Waits as long as the reader takes. A part that was written is followed by the rest, or by an
  /// error that says so.
  /// - Throws: `SinkError.closed` or `SinkError.failed`, and the same again for every later line.
  public mutating func write(_ line: Span<UInt8>) throws(SinkError) {
    if let failure { throw failure }
    if owesLineFeed {
      owesLineFeed = false
      let lineFeed: [UInt8] = [0x0a]
      try write(lineFeed.span)
    }
    var written = 0
    while written < line.count {
      let rest = line.extracting(droppingFirst: written)
      let count = unsafe rest.withUnsafeBufferPointer { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      let code = errno
      if count > 0 {
        written += count
      } else if count == 0 {
        throw fail(with: "the device takes no more bytes", after: written, of: line.count)
      } else if code == EAGAIN || code == EWOULDBLOCK {
        waitUntilWritable()
      } else if code == EPIPE {
        failure = .closed
        throw .closed
      } else if code != EINTR {
        throw fail(with: describe(code), after: written, of: line.count)
      }
    }
  }

  private mutating func fail(with reason: String, after written: Int, of count: Int) -> SinkError {
    let remains =
      written == 0
      ? "the line of \(count) bytes was not written"
      : "only \(written) of a line's \(count) bytes were written, the last line is cut"
    let error = SinkError.failed("cannot write to \(name): \(reason); \(remains)")
    failure = error
    return error
  }

  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // Errors need no look: the next write meets them too.
    _ = unsafe poll(&request, 1, -1)
  }
}

/// A descriptor that appends to the file; that of standard output for `-`.
private func openForAppending(_ file: String) throws(SinkError) -> Int32 {
  guard file != "-" else { return STDOUT_FILENO }
  let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY
  // Interrupted, where a named pipe is waited for that nobody reads, is a wish to stop.
  let descriptor = unsafe open(file, flags, 0o640)
  guard descriptor >= 0 else {
    throw .unopenable("cannot open \(file) for writing: \(describe(errno))")
  }
  return descriptor
}

/// Whether a regular file, open for writing as `descriptor`, has bytes and the last one is no line
/// feed; `false` where it cannot be read.
private func endsInsideLine(_ file: String, descriptor: Int32) -> Bool {
  let size = sizeOfRegularFile(descriptor)
  let last = bytes(of: file, count: 1, from: size - 1)
  return size > 0 && last.first.map { $0 != 0x0a } ?? false
}

/// Whether the first bytes of a regular file, open for writing as `descriptor`, are printable ASCII or
/// white space; `true` where there are none, or they cannot be read. Captures and what compresses them
/// begin otherwise: their magic numbers are within the first eight bytes.
private func beginsAsText(_ file: String, descriptor: Int32) -> Bool {
  guard sizeOfRegularFile(descriptor) > 0 else { return true }
  return bytes(of: file, count: 8, from: 0).allSatisfy { byte in
    (0x20...0x7e).contains(byte) || [0x09, 0x0a, 0x0d].contains(byte)
  }
}

/// Bytes of the regular file behind a descriptor; 0 where it is none.
private func sizeOfRegularFile(_ descriptor: Int32) -> Int {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
  return Int(status.st_size)
}

/// At most `count` bytes of a file from an offset on; none where it cannot be read there.
private func bytes(of file: String, count: Int, from offset: Int) -> [UInt8] {
  let reader = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  guard offset >= 0, reader >= 0 else { return [] }
  defer { close(reader) }
  var bytes = [UInt8](repeating: 0, count: count)
  let taken = unsafe pread(reader, &bytes, count, off_t(offset))
  return Array(bytes.prefix(max(0, taken)))
}

/// The system's words for an error number.
private func describe(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}
