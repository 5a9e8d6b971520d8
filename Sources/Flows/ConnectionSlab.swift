/// The histories of the conversations, by the places of their records; nothing where none are kept.
@safe struct ConnectionSlab: ~Copyable {
  private let memory: FlowMemory
  private let records: UnsafeMutablePointer<ConnectionHistory>

  /// Address space for `limit` histories.
  init(limit: Int) {
    memory = FlowMemory(byteCount: limit * MemoryLayout<ConnectionHistory>.stride)
    unsafe records = memory.base.bindMemory(to: ConnectionHistory.self, capacity: limit)
  }

  subscript(place: UInt32) -> ConnectionHistory {
    @inline(__always) _read { yield unsafe records[Int(place)] }
    @inline(__always) nonmutating _modify { yield unsafe &records[Int(place)] }
  }
}
