import Capture

/// The latest packets with signatures of a device that are kept.
///
/// Where there is no room, one of the signature that has most gives way: the beginning of a knock first, then what has
/// come once of what must come again, the oldest of them. So packets of one sort, whoever sends them, push out none
/// of another.
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
    if list.count >= SignatureTraces.most { makeRoom() }
    list.append(trace)
  }

  private mutating func makeRoom() {
    var counts: [String: Int] = [:]
    for trace in list { counts[trace.name, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let victim = list.indices.filter { counts[list[$0].name] == most }
      .min { (list[$0].worth, $0) < (list[$1].worth, $1) }
    list.remove(at: victim ?? 0)
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
