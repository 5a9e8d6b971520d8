import CPlatform

/// The flow records: a dense array, reserved once, with a list of free places.
@safe struct FlowSlab: ~Copyable {
  private let memory: FlowMemory
  private let records: UnsafeMutablePointer<Flow>
  private let limit: Int
  private var used = 0
  private var free: UInt32 = 0
  /// Records in use.
  private(set) var live = 0

  init(limit: Int) {
    self.limit = limit
    memory = FlowMemory(byteCount: limit * MemoryLayout<Flow>.stride)
    memory.touch(byteCount: 1 << 19)
    unsafe records = memory.base.bindMemory(to: Flow.self, capacity: limit)
  }

  /// A place for a new record, which keeps its old content; `nil` when every place is taken.
  mutating func allocate() -> UInt32? {
    if free != 0 {
      let place = free - 1
      free = unsafe records[Int(place)].tag
      // The place after this one was left long ago; it will be wanted soon.
      if free != 0 { prefetch(free - 1) }
      live += 1
      return place
    }
    guard used < limit else { return nil }
    used += 1
    live += 1
    return UInt32(truncatingIfNeeded: used - 1)
  }

  /// Gives a place back.
  mutating func release(_ place: UInt32) {
    unsafe records[Int(place)].tag = free
    free = place + 1
    live -= 1
  }

  /// Gives all places back; nothing can be allocated afterwards.
  mutating func releaseAll() { live = 0 }

  subscript(place: UInt32) -> Flow {
    @inline(__always) _read { yield unsafe records[Int(place)] }
    @inline(__always) nonmutating _modify { yield unsafe &records[Int(place)] }
  }

  /// Asks for both cache lines of a record.
  @inline(__always)
  func prefetch(_ place: UInt32) {
    let line = unsafe UnsafeRawPointer(records + Int(place))
    unsafe prefetch_write(line)
    unsafe prefetch_write(line + 64)
  }
}
