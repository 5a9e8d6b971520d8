/// Owners by how much each holds: the one that holds most is known at once, of several the one with the
/// lowest number.
///
/// A binary heap with the place of each owner in it, so that a change costs the logarithm of their number.
struct OwnerRanking: Sendable {
  private struct Holding {
    var owner: Int
    var count: Int

    /// Whether it stands above another.
    func leads(_ other: Holding) -> Bool {
      (count, other.owner) > (other.count, owner)
    }
  }

  private var heap: [Holding] = []
  private var positions: [Int: Int] = [:]

  /// The owner that holds most; `nil` where nobody holds anything.
  var richest: Int? { heap.first?.owner }

  /// Notes how much an owner holds now.
  mutating func set(_ count: Int, of owner: Int) {
    if let position = positions[owner] {
      heap[position].count = count
      rise(from: position)
      sink(from: positions[owner] ?? position)
    } else {
      heap.append(Holding(owner: owner, count: count))
      positions[owner] = heap.count - 1
      rise(from: heap.count - 1)
    }
  }

  private mutating func rise(from start: Int) {
    var position = start
    while position > 0, heap[position].leads(heap[(position - 1) / 2]) {
      exchange(position, (position - 1) / 2)
      position = (position - 1) / 2
    }
  }

  private mutating func sink(from start: Int) {
    var position = start
    while true {
      var leader = position
      for child in [2 * position + 1, 2 * position + 2] where child < heap.count {
        if heap[child].leads(heap[leader]) { leader = child }
      }
      if leader == position { return }
      exchange(position, leader)
      position = leader
    }
  }

  private mutating func exchange(_ one: Int, _ other: Int) {
    heap.swapAt(one, other)
    positions[heap[one].owner] = one
    positions[heap[other].owner] = other
  }
}
