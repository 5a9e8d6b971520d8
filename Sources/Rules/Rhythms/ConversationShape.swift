import Beacons
import Capture

/// What the latest conversations of a channel have in common beside their times: how much each side said,
/// and how long it took.
///
/// Eight conversations, 100 bytes. A program that only asks whether there is something to do says the
/// same each time; but so does much honest software, so sameness is evidence and never proof.
struct ConversationShape: Sendable, Storable {
  /// How many conversations are kept.
  static let kept = 8

  /// Conversations in all.
  private(set) var count: UInt32 = 0
  private var sent = InlineArray<8, UInt32>(repeating: 0)
  private var received = InlineArray<8, UInt32>(repeating: 0)
  /// In milliseconds.
  private var duration = InlineArray<8, UInt32>(repeating: 0)

  init() {}

  /// Notes a conversation: payload bytes that the device sent and received, and nanoseconds.
  mutating func note(sent: UInt64, received: UInt64, duration: Int64) {
    let place = Int(count % 8)
    self.sent[place] = UInt32(clamping: sent)
    self.received[place] = UInt32(clamping: received)
    self.duration[place] = UInt32(clamping: duration / 1_000_000)
    count = count == .max ? 8 : count + 1
  }

  /// The middle of one quantity, and how far its values typically lie from there, as a share of it.
  struct Spread: Hashable {
    /// The median.
    var median: Double
    /// The median absolute deviation over the median; 0 where all values are the same.
    var variation: Double
  }

  /// Payload bytes that the device sent.
  var sentBytes: Spread { spread { sent[$0] } }
  /// Payload bytes that the device received.
  var receivedBytes: Spread { spread { received[$0] } }
  /// Milliseconds from the first to the last packet.
  var milliseconds: Spread { spread { duration[$0] } }

  /// 0 to 1: one minus the larger variation of the two sides' bytes; 0 for fewer than four conversations,
  /// or where nobody said anything.
  var sameness: Double {
    guard count >= 4, sentBytes.median + receivedBytes.median > 0 else { return 0 }
    return max(0, 1 - max(sentBytes.variation, receivedBytes.variation))
  }

  private func spread(_ value: (Int) -> UInt32) -> Spread {
    let values = (0..<min(8, Int(count))).map { Double(value($0)) }
    guard !values.isEmpty else { return Spread(median: 0, variation: 0) }
    let median = Median.of(values)
    let deviation = Median.of(values.map { ($0 - median).magnitude })
    return Spread(median: median, variation: deviation == 0 ? 0 : deviation / max(median, 1))
  }

  func store(to writer: inout StoredWriter) {
    writer.add(count)
    for place in 0..<8 {
      writer.add(sent[place])
      writer.add(received[place])
      writer.add(duration[place])
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    count = try reader.number()
    for place in 0..<8 {
      sent[place] = try reader.number()
      received[place] = try reader.number()
      duration[place] = try reader.number()
    }
  }
}
