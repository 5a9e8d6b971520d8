import Capture
import Flows
import Packets

/// Conversations that are over, in the order of their ends.
///
/// The flow table works off its time-outs second by second, so an end is at most as far out of order as
/// the second that it lies in. Ends are held back until one of a later second comes, and sorted by
/// end, start and name. What comes out depends on the order of the ends alone.
struct EndedFlows {
  /// One of them.
  struct Entry {
    let end: Timestamp
    let flow: Flow
    let connection: Connection
    let session: Session
    /// The conversation that its first packet lay in.
    let parent: ConnectionName?
  }

  /// Held back, not sorted.
  private var held: [Entry] = []
  /// The second that they lie in.
  private var second = Int64.min
  /// Sorted and ready to be written.
  private(set) var ready: [Entry] = []

  /// How many are held back at the most; a second with more of them comes out in parts.
  static let mostHeld = 16_384
  /// Packets may be so many seconds late; an end further back means that the clock was set back.
  private static let latest: Int64 = 61

  /// Takes one that ended.
  mutating func add(_ entry: Entry) {
    let second = Self.second(entry.end)
    if second > self.second || second < self.second &- Self.latest
      || held.count >= Self.mostHeld
    {
      release()
      self.second = second
    }
    held.append(entry)
  }

  /// Makes those that are held back ready, as no more will come.
  mutating func release() {
    // A name costs a digest and is seldom needed.
    ready += held.sorted { left, right in
      if left.end != right.end { return left.end < right.end }
      if left.connection.start != right.connection.start {
        return left.connection.start < right.connection.start
      }
      return Self.name(left) < Self.name(right)
    }
    held.removeAll(keepingCapacity: true)
  }

  /// Forgets those that were written.
  mutating func removeReady() { ready.removeAll(keepingCapacity: true) }

  private static func name(_ entry: Entry) -> String {
    ConnectionUID.text(
      entry.flow.key, start: entry.connection.start, sequel: entry.connection.sequel)
  }

  /// The full second at or behind a moment.
  private static func second(_ time: Timestamp) -> Int64 {
    let (quotient, remainder) = time.rawValue.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder > 0 ? quotient + 1 : quotient
  }
}
