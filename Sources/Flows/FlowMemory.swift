import Glibc

/// Zeroed address space reserved once and filled with memory as it is touched; given back on `deinit`.
@safe struct FlowMemory: ~Copyable {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// How many bytes are reserved.
  let byteCount: Int

  /// Reserves `byteCount` bytes in small pages: with huge ones a capture of a million flows took 1.4 times
  /// as long, because the kernel zeroes more than is used when memory is touched first (measured).
  init(byteCount: Int) {
    let length = max(byteCount, 1)
    let memory = unsafe mmap(
      nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      fatalError("cannot reserve \(length) bytes of address space for the flow table")
    }
    unsafe madvise(memory, length, MADV_NOHUGEPAGE)
    unsafe base = memory
    self.byteCount = length
  }

  /// Whether the system would give `byteCount` bytes of address space now.
  static func isAvailable(byteCount: Int) -> Bool {
    let memory = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { return false }
    unsafe munmap(memory, byteCount)
    return true
  }

  deinit { unsafe munmap(base, byteCount) }

  /// Has the first bytes filled with memory now, so that the first packets need not wait for it.
  func touch(byteCount: Int) { unsafe memset(base, 0, min(byteCount, self.byteCount)) }

  /// Gives the memory back and keeps the address space, zeroed.
  func clear() { unsafe madvise(base, byteCount, MADV_DONTNEED) }
}
