import Capture

/// Puts datagrams together: IPv4 by RFC 791 section 3.2, IPv6 by RFC 8200 section 4.5.
///
/// Memory is fixed by `FragmentLimits`: where it is full the datagram that has waited longest gives way.
/// Time is that of the packets, looked at when a fragment arrives. Overlaps are counted; in IPv4 the data
/// that came first stays, in IPv6 they end the datagram (RFC 5722). Exact duplicates are neither.
struct FragmentTable: Sendable {
  private(set) var counters = FragmentCounters()
  private let limits: FragmentLimits
  /// Slots are used again; which are free stands in `free`.
  private var slots: [FragmentedDatagram] = []
  private var free: [Int] = []
  private var places: [FragmentKey: Int] = [:]
  private var oldest = -1
  private var newest = -1
  /// What all datagrams take together.
  private(set) var octets = 0

  init(limits: FragmentLimits = FragmentLimits()) { self.limits = limits }

  /// Datagrams that are waiting or given up.
  var count: Int { places.count }

  /// Adds a fragment whose captured data is `data`, of `length` octets on the wire.
  mutating func add(
    _ fragment: Fragment, _ data: RawSpan, length: Int
  ) -> Fragment.Outcome {
    expire(before: fragment.time)
    let end = fragment.offset + length
    guard length > 0, end <= 65535, fragment.isLast || length % 8 == 0 else {
      counters.refused.countUp()
      return .refused
    }
    makeRoom(for: length + FragmentLimits.overhead)
    let slot = place(of: fragment)
    if fragment.offset == 0, slots[slot].nextHeader == nil {
      slots[slot].nextHeader = fragment.nextHeader
    }
    guard !slots[slot].isDiscarded else {
      counters.refused.countUp()
      return .kept(slot)
    }
    guard data.byteCount == length else {
      discard(slot)
      return .kept(slot)
    }
    let before = slots[slot].cost
    let addition = slots[slot].add(data.copied(), at: fragment.offset, isLast: fragment.isLast)
    octets += slots[slot].cost - before
    switch addition {
    case .new: break
    case .duplicate: counters.duplicates.countUp()
    case .overlap:
      counters.overlaps.countUp()
      if fragment.key.isIPv6 { discard(slot) }
    case .contradiction: discard(slot)
    }
    if slots[slot].isComplete, let nextHeader = slots[slot].nextHeader {
      let whole = slots[slot].whole
      counters.completed.countUp()
      remove(slot)
      return .completed(whole, nextHeader)
    }
    if slots[slot].pieces.count >= limits.pieces { discard(slot) }
    return .kept(slot)
  }

  /// What the first fragment of the datagram in a slot said.
  func ports(in slot: Int) -> FragmentPorts? { slots[slot].ports }

  /// Keeps what the first fragment of the datagram in a slot says; the first that says it is believed.
  mutating func learn(_ ports: FragmentPorts, in slot: Int) {
    if slots[slot].ports == nil { slots[slot].ports = ports }
  }

  /// Counts a fragment that is not looked at.
  mutating func refuse() { counters.refused.countUp() }

  private mutating func place(of fragment: Fragment) -> Int {
    if let slot = places[fragment.key] {
      guard isOver(slot, fragment.time) else { return slot }
      drop(slot, \.expired)
    }
    if places.count >= limits.datagrams { drop(oldest, \.evicted) }
    counters.started.countUp()
    return append(FragmentedDatagram(key: fragment.key, started: fragment.time))
  }

  /// Keeps a datagram as the newest one.
  private mutating func append(_ datagram: FragmentedDatagram) -> Int {
    let slot = free.popLast() ?? slots.count
    if slot == slots.count { slots.append(datagram) } else { slots[slot] = datagram }
    slots[slot].older = newest
    if newest >= 0 { slots[newest].newer = slot } else { oldest = slot }
    newest = slot
    places[datagram.key] = slot
    octets += datagram.cost
    return slot
  }

  private func isOver(_ slot: Int, _ now: Timestamp) -> Bool {
    now.nanoseconds(since: slots[slot].started) >= limits.time
  }

  private mutating func expire(before now: Timestamp) {
    while oldest >= 0, isOver(oldest, now) { drop(oldest, \.expired) }
  }

  private mutating func makeRoom(for more: Int) {
    // A whole and its overlaps may leave several pieces where one fragment came: their overhead is small
    // beside the limit, and pieces are counted when they are there.
    while oldest >= 0, octets + more > limits.octets { drop(oldest, \.evicted) }
  }

  /// Removes a datagram, counted for this reason unless it was given up and counted before.
  private mutating func drop(_ slot: Int, _ reason: WritableKeyPath<FragmentCounters, UInt64>) {
    if !slots[slot].isDiscarded { counters[keyPath: reason].countUp() }
    remove(slot)
  }

  private mutating func discard(_ slot: Int) {
    octets -= slots[slot].cost
    slots[slot].discard()
    counters.discarded.countUp()
  }

  private mutating func remove(_ slot: Int) {
    octets -= slots[slot].cost
    slots[slot].discard()
    let older = slots[slot].older
    let newer = slots[slot].newer
    if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    if newer >= 0 { slots[newer].older = older } else { newest = older }
    places[slots[slot].key] = nil
    free.append(slot)
  }
}

/// What goes on over a restart.
extension FragmentTable {
  /// The datagrams that wait for more, and those given up, oldest first.
  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(places.count))
    var slot = oldest
    while slot >= 0 {
      writer.add(slots[slot])
      slot = slots[slot].newer
    }
  }

  /// Takes back what was waiting into a table that has seen nothing; of too many the oldest give way.
  mutating func restore(from reader: inout StoredReader) throws(StoredFault) {
    for _ in 0..<(try reader.count(ofAtLeast: 64)) {
      let datagram: FragmentedDatagram = try reader.value()
      guard places[datagram.key] == nil else { throw reader.fault("a datagram of its own") }
      if places.count >= limits.datagrams { drop(oldest, \.evicted) }
      makeRoom(for: datagram.cost)
      _ = append(datagram)
    }
  }
}
