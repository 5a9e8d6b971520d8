import Capture
import Devices
import Flows

/// What is remembered of one device's conversations with one peer under one entry of the policy: how many
/// more there may be, and whether their content was another.
///
/// The pace is a bucket of `Pace.count` conversations that is refilled evenly over its time, kept as the
/// moment at which it will be full again (ITU-T I.371, generic cell rate algorithm): 17 bytes.
struct PolicyTrack: Hashable, Sendable, Storable {
  /// When the bucket will be full, if nothing is taken from it.
  private var full: Timestamp
  /// The latest conversation, or beat of one, that was counted.
  private(set) var latest: Timestamp
  /// Whether that one was over the pace.
  private(set) var isOver = false
  /// Whether the latest content that was certain was another than the entry's.
  var isContradicted = false

  /// Beats of one conversation that are no further apart than this are one.
  private static let fold: Int64 = 1_000_000_000

  /// Nothing taken yet.
  init(at time: Timestamp) {
    full = time
    latest = Timestamp(rawValue: .min)
  }

  /// Whether the event needs its own place in the pace: an opening, or a beat apart from the last.
  func counts(_ event: FlowEvent) -> Bool {
    switch event.kind {
    case .opened: true
    case .resumed:
      !(0...PolicyTrack.fold).contains(event.time.nanoseconds(since: latest))
    case .packet, .ended: false
    }
  }

  /// Takes one conversation out of the bucket; whether there was one.
  mutating func take(_ pace: Pace, at time: Timestamp) -> Bool {
    let each = pace.nanoseconds / Int64(pace.count)
    let most = each * Int64(pace.count)
    // A bucket that would be full so late is one from before the capture's clock was set back.
    let isOfAnotherTime = full > time.advanced(byNanoseconds: most)
    let start = isOfAnotherTime ? time : max(time, full)
    latest = time
    isOver = start.advanced(byNanoseconds: each).nanoseconds(since: time) > most
    full = isOver ? start : start.advanced(byNanoseconds: each)
    return !isOver
  }

  func store(to writer: inout StoredWriter) {
    writer.add(full)
    writer.add(latest)
    writer.add(isOver)
    writer.add(isContradicted)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    full = try reader.time()
    latest = try reader.time()
    isOver = try reader.flag()
    isContradicted = try reader.flag()
  }
}
