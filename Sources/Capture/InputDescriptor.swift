import Glibc

/// A file descriptor that is read to its end, and closed when it goes away if it was opened here.
struct InputDescriptor: ~Copyable {
  private let descriptor: Int32
  private let isOwned: Bool
  private let interrupt: Int32?
  /// Where bytes are kept or come from first, and how far they were handed out.
  private let peeked: PeekedInput?
  private var headPosition = 0
  private let isPeeking: Bool
  /// Whether this is a file on a disk: read without waiting, of known size, to be opened again.
  let isRegularFile: Bool
  /// Bytes of the file; 0 where it is none.
  let size: UInt64

  deinit { if isOwned { close(descriptor) } }

  /// Opens the file, pipe or device at `path`.
  ///
  /// Without blocking, so that a named pipe nobody writes to can still be interrupted.
  init(path: String, interrupt: Int32?) throws(CaptureError) {
    let descriptor = try Self.open(path)
    do throws(CaptureError) {
      (isRegularFile, size) = try Self.examine(descriptor, name: path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.interrupt = interrupt
    isOwned = true
    peeked = nil
    isPeeking = false
  }

  /// Reads from a descriptor that someone else opened and closes.
  init(borrowing descriptor: Int32, name: String, interrupt: Int32?) throws(CaptureError) {
    (isRegularFile, size) = try Self.examine(descriptor, name: name)
    self.descriptor = descriptor
    self.interrupt = interrupt
    isOwned = false
    peeked = nil
    isPeeking = false
  }

  /// Reads what is kept of a pipe, and then the pipe; where `isPeeking`, what is read is kept instead.
  init(
    _ peeked: PeekedInput, isPeeking: Bool, name: String, interrupt: Int32?
  ) throws(CaptureError) {
    (isRegularFile, size) = try Self.examine(peeked.descriptor, name: name)
    descriptor = peeked.descriptor
    self.interrupt = interrupt
    isOwned = false
    self.peeked = peeked
    self.isPeeking = isPeeking
  }

  /// Opens the file, pipe or device at `path`; whoever asked closes it.
  static func open(_ path: String) throws(CaptureError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw .unreadable("\(path): \(SystemFailure.latest.text)")
    }
    return descriptor
  }

  private static func examine(
    _ descriptor: Int32, name: String
  ) throws(CaptureError) -> (isRegularFile: Bool, size: UInt64) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .unreadable("\(name): \(SystemFailure.latest.text)")
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else {
      throw .unreadable("\(name): is a directory; give the captures in it")
    }
    let isRegularFile = kind == S_IFREG
    return (isRegularFile, isRegularFile ? UInt64(max(0, status.st_size)) : 0)
  }

  /// Waits for bytes, the end or the interrupt, and reads what is there, at most `output.count` bytes.
  mutating func read(into output: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    if !isPeeking, let peeked, !peeked.head.isEmpty {
      let count = min(output.count, peeked.head.count - headPosition)
      unsafe peeked.head.withUnsafeBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[headPosition...].prefix(count))
        unsafe output.copyMemory(from: rest)
      }
      headPosition += count
      if headPosition == peeked.head.count { peeked.removeHead() }
      return .bytes(count)
    }
    while true {
      if !isRegularFile || interrupt != nil {
        switch waitUntilReadable() {
        case nil: break
        case let outcome?: return outcome
        }
      }
      let count = unsafe Glibc.read(descriptor, output.baseAddress, output.count)
      if count > 0 {
        if isPeeking {
          let bytes = unsafe UnsafeRawBufferPointer(
            rebasing: UnsafeRawBufferPointer(output).prefix(count))
          unsafe peeked?.keep(bytes)
        }
        return .bytes(count)
      }
      if count == 0 { return .end }
      let failure = SystemFailure.latest
      switch failure.code {
      case EINTR, EAGAIN: continue
      default: return .failed(failure.text)
      }
    }
  }

  /// `nil` once the descriptor can be read; anything else ends the read.
  private func waitUntilReadable() -> ReadOutcome? {
    var waits: InlineArray<2, pollfd> = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      // poll(2) leaves out negative descriptors.
      pollfd(fd: interrupt ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      var span = waits.mutableSpan
      let ready = unsafe span.withUnsafeMutableBufferPointer { buffer in
        unsafe poll(buffer.baseAddress, 2, -1)
      }
      if ready >= 0 { break }
      let failure = SystemFailure.latest
      if failure.code != EINTR { return .failed(failure.text) }
    }
    return waits[1].revents != 0 ? .interrupted : nil
  }
}
