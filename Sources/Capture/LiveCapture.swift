import CPcap
import Glibc

/// The frames that pass an interface, by libpcap.
///
/// Frames are copied out of the kernel's ring once, a batch at a time; nothing is sent.
@safe public struct LiveCapture: ~Copyable, FrameSource {
  /// How long a quiet interface is waited for before an empty batch says so.
  private static var longestWaitMilliseconds: Int32 { 200 }
  /// Batches between two looks at the drop counters, which cost a few system calls.
  private static var batchesBetweenCounts: UInt32 { 64 }

  private let handle: OpaquePointer
  private let descriptor: Int32
  private let interface: String
  private let interrupt: Int32?
  private let arena: LiveArena
  private var frames: UInt64 = 0
  private var bytes: UInt64 = 0
  private var drops = DropCounters()
  private var batchesUntilCount = LiveCapture.batchesBetweenCounts

  deinit { unsafe pcap_close(handle) }

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - options: On what, and how.
  ///   - interruptDescriptor: Once this can be read, the capture ends.
  /// - Throws: `CaptureError.unreadable` where the interface does not exist or may not be listened on,
  ///   `.invalid` for an option out of range or a filter that does not compile.
  public init(
    _ options: LiveOptions, interruptDescriptor: Int32? = nil
  ) throws(CaptureError) {
    try options.check()
    let handle = unsafe try Self.activate(options)
    let arena: LiveArena
    let descriptor: Int32
    do throws(CaptureError) {
      (arena, descriptor) = unsafe try Self.prepare(handle, options)
    } catch {
      unsafe pcap_close(handle)
      throw error
    }
    unsafe self.handle = unsafe handle
    self.descriptor = descriptor
    self.arena = arena
    interface = options.interface
    interrupt = interruptDescriptor
  }

  /// Waits up to 200 milliseconds for frames; an empty batch where none came, `nil` once interrupted.
  /// - Throws: `CaptureError.failed` when the interface goes away.
  @_lifetime(&self)
  public mutating func nextBatch() throws(CaptureError) -> FrameBatch? {
    arena.removeAll()
    // What libpcap has taken from the ring already does not make its descriptor readable, so that
    // it is asked before the wait.
    guard try waitUntilReadable(milliseconds: 0) else {
      count()
      return nil
    }
    try dispatch()
    if arena.count == 0 {
      count()
      guard try waitUntilReadable(milliseconds: Self.longestWaitMilliseconds) else { return nil }
      try dispatch()
    }
    batchesUntilCount -= 1
    if batchesUntilCount == 0 { count() }
    frames += UInt64(arena.count)
    bytes += UInt64(arena.used)
    // The arena lives as long as this value and is written by its next read only.
    let arena = self.arena
    return unsafe _overrideLifetime(arena.batch(), mutating: &self)
  }

  /// What arrived, and what was lost when it was last counted: when the interface was quiet, after
  /// every 64 batches, and at the end. `inputBytes` are those of the frames kept.
  public var statistics: CaptureStatistics {
    var statistics = CaptureStatistics()
    statistics.frames = frames
    statistics.inputBytes = bytes
    statistics.kernelDrops = drops.kernel
    statistics.interfaceDrops = drops.interface
    return statistics
  }

  /// `false` once the interrupt descriptor can be read.
  private func waitUntilReadable(milliseconds: Int32) throws(CaptureError) -> Bool {
    var waits: InlineArray<2, pollfd> = [
      pollfd(fd: milliseconds == 0 ? -1 : descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: interrupt ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    var span = waits.mutableSpan
    let ready = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe poll(buffer.baseAddress, 2, milliseconds)
    }
    guard ready >= 0 else {
      let failure = SystemFailure.latest
      // A signal: the caller asks again.
      if failure.code == EINTR { return true }
      throw .failed("\(interface): \(failure.text)")
    }
    return waits[1].revents == 0
  }

  private mutating func dispatch() throws(CaptureError) {
    let user = unsafe Unmanaged.passUnretained(arena).toOpaque()
    let result = unsafe pcap_dispatch(
      handle, Int32(FrameBatch.capacity),
      { user, header, bytes in
        guard let user = unsafe user, let header = unsafe header, let bytes = unsafe bytes else {
          return
        }
        unsafe Unmanaged<LiveArena>.fromOpaque(user)._withUnsafeGuaranteedRef {
          unsafe $0.append(header, bytes)
        }
      },
      user.assumingMemoryBound(to: UInt8.self))
    guard result < 0, result != PCAP_ERROR_BREAK else { return }
    count()
    let words = unsafe String(cString: pcap_geterr(handle))
    throw .failed("\(interface): the capture broke: \(words)")
  }

  private mutating func count() {
    batchesUntilCount = Self.batchesBetweenCounts
    var statistics = pcap_stat()
    // Once the interface is gone the last numbers stand.
    guard unsafe pcap_stats(handle, &statistics) == 0 else { return }
    drops.update(kernel: statistics.ps_drop, interface: statistics.ps_ifdrop)
  }
}
