import Glibc
import Synchronization

/// Reads a pipe on a thread of its own, some time after the writer has begun; the tests' own threads
/// may all be busy.
final class SlowReader: Sendable {
  private let descriptor: Int32
  private let received = Mutex<[UInt8]>([])
  private let thread = Mutex<pthread_t>(0)

  /// A reader of an end of a pipe, which it closes.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Starts reading up to `count` bytes.
  func start(count: Int) -> Bool {
    var thread: pthread_t = 0
    let context = unsafe Unmanaged.passRetained(Job(reader: self, count: count)).toOpaque()
    let result = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        let job = unsafe Unmanaged<Job>.fromOpaque(context).takeRetainedValue()
        job.reader.readAll(job.count)
        return nil
      }, context)
    let started = thread
    self.thread.withLock { $0 = started }
    return result == 0
  }

  /// What was read, when the reader has ended.
  func finish() -> [UInt8] {
    pthread_join(thread.withLock { $0 }, nil)
    return received.withLock { $0 }
  }

  private func readAll(_ count: Int) {
    usleep(20_000)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 5000)
    while bytes.count < count {
      let got = unsafe read(descriptor, &buffer, min(buffer.count, count - bytes.count))
      guard got > 0 else { break }
      bytes += buffer.prefix(got)
    }
    close(descriptor)
    let all = bytes
    received.withLock { $0 = all }
  }

  private final class Job: Sendable {
    let reader: SlowReader
    let count: Int
    init(reader: SlowReader, count: Int) {
      self.reader = reader
      self.count = count
    }
  }
}
