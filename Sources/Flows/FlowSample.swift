import Capture

/// A sample of everybody's conversations: some of each machine an hour, so that what it is can be found out
/// without following everything.
///
/// One counter for many machines, by a hash that is the same in every run: machines can share one, and then
/// share its conversations. Memory: 64 KiB.
struct FlowSample: Sendable {
  /// Conversations of a machine that are taken in an hour of packet time.
  static let share: UInt8 = 24
  /// Conversations of all machines that are taken in an hour, so that a flood of made-up machines costs little.
  static let most = 16_384
  private static let hour: Int64 = 3_600_000_000_000

  private var taken: [UInt8] = []
  private var hour = Int64.min
  private var count = 0

  /// Whether a conversation between two machines is taken: one of them has not had its share.
  mutating func takes(_ one: UInt64, _ other: UInt64, at time: Int64) -> Bool {
    let now = time / FlowSample.hour
    // A clock that goes back and forth by an hour does not begin anew each time.
    if now > hour || now < hour - 1 {
      hour = now
      count = 0
      taken = [UInt8](repeating: 0, count: 1 << 16)
    }
    guard count < FlowSample.most else { return false }
    let first = FlowSample.place(one)
    let second = FlowSample.place(other)
    guard taken[first] < FlowSample.share || taken[second] < FlowSample.share else { return false }
    count += 1
    taken[first] = min(taken[first] + 1, FlowSample.share)
    taken[second] = min(taken[second] + 1, FlowSample.share)
    return true
  }

  private static func place(_ machine: UInt64) -> Int {
    Int(truncatingIfNeeded: (machine &* 0x9e37_79b9_7f4a_7c15) >> 48)
  }
}

/// A sample as it is kept over a restart.
extension FlowSample: Storable {
  /// Writes which hour it is, and who has had how much.
  func store(to writer: inout StoredWriter) {
    writer.add(hour)
    writer.add(UInt32(count))
    let places = taken.indices.filter { taken[$0] > 0 }
    writer.add(UInt32(places.count))
    for place in places {
      writer.add(UInt16(place))
      writer.add(taken[place])
    }
  }

  /// Reads a sample back.
  init(from reader: inout StoredReader) throws(StoredFault) {
    hour = try reader.number()
    count = Int(try reader.number(UInt32.self))
    let places = try reader.count(ofAtLeast: 3)
    if hour != .min { taken = [UInt8](repeating: 0, count: 1 << 16) }
    for _ in 0..<places {
      let place = Int(try reader.number(UInt16.self))
      guard place < taken.count else { throw reader.fault("a sample that has begun") }
      taken[place] = try reader.number()
    }
  }
}
