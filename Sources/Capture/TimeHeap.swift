/// What is held to be put into order: the earliest first, at equal times in the order of arrival.
public struct TimeHeap<Element> {
  private struct Entry {
    let time: Timestamp
    let serial: UInt64
    let slot: Int

    func precedes(_ other: Entry) -> Bool {
      time == other.time ? serial < other.serial : time < other.time
    }
  }

  // Elements stay where they are; only their entries move.
  private var elements: [Element?] = []
  private var free: [Int] = []
  private var entries: [Entry] = []

  /// Nothing held.
  public init() {}

  /// Elements held.
  public var count: Int { entries.count }

  /// When the earliest is; `nil` where nothing is held.
  public var earliest: Timestamp? { entries.first?.time }

  /// Holds an element; of two at the same time the one with the lower serial number comes first.
  public mutating func insert(_ element: Element, at time: Timestamp, serial: UInt64) {
    let slot: Int
    if let reused = free.popLast() {
      slot = reused
      elements[slot] = element
    } else {
      slot = elements.count
      elements.append(element)
    }
    entries.append(Entry(time: time, serial: serial, slot: slot))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child].precedes(entries[parent]) else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes out the earliest.
  public mutating func removeEarliest() -> Element? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    if !entries.isEmpty {
      entries[0] = last
      sink()
    }
    let element = elements[first.slot]
    elements[first.slot] = nil
    free.append(first.slot)
    return element
  }

  private mutating func sink() {
    var parent = 0
    while 2 * parent + 1 < entries.count {
      var least = 2 * parent + 1
      if least + 1 < entries.count, entries[least + 1].precedes(entries[least]) { least += 1 }
      guard entries[least].precedes(entries[parent]) else { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
