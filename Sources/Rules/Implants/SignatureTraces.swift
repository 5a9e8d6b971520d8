import Capture

/// The latest packets with signatures of a device that are kept; the oldest gives way to another.
struct SignatureTraces: Sendable, Storable {
  /// The packets, the oldest first.
  private(set) var list: [SignatureTrace] = []

  /// Packets of one device at most.
  static let most = 32

  /// None yet.
  init() {}

  /// The place of the latest that is as asked for.
  func lastIndex(where isMeant: (SignatureTrace) -> Bool) -> Int? {
    list.lastIndex(where: isMeant)
  }

  /// Changes one.
  subscript(index: Int) -> SignatureTrace {
    get { list[index] }
    set { list[index] = newValue }
  }

  /// Adds one.
  mutating func add(_ trace: SignatureTrace) {
    if list.count >= SignatureTraces.most { list.removeFirst() }
    list.append(trace)
  }

  /// Forgets those that are as said.
  mutating func removeAll(where isMeant: (SignatureTrace) -> Bool) {
    list.removeAll(where: isMeant)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(list.count))
    for trace in list { writer.add(trace) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    for _ in 0..<(try reader.count(ofAtLeast: 16)) { add(try reader.value()) }
  }
}
