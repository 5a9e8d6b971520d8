import Capture
import Packets

/// What was seen of one device's frames of one kind that is in no list.
struct LearnedFrames: Sendable {
  /// Receivers that are told apart.
  static let receiversApart = 8

  /// The device, by its index in the inventory.
  let device: Int
  /// What the frames carry.
  let type: LinkProtocol
  /// How often they came: a receiver's first, and those after a pause of a second.
  private(set) var occurrences = 0
  /// Whom they went to.
  private(set) var receivers = LearnedTally(limit: receiversApart)
  /// The first and the last.
  private(set) var first: Timestamp
  private(set) var last: Timestamp

  /// None yet.
  init(device: Int, type: LinkProtocol, at time: Timestamp) {
    self.device = device
    self.type = type
    first = time
    last = time
  }

  /// Notes that frames came.
  mutating func note(to receiver: MACAddress, at time: Timestamp) {
    occurrences += 1
    receivers.note(receiver.description)
    first = min(first, time)
    last = max(last, time)
  }
}
