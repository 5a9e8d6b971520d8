import Capture
import Packets

/// What a new conversation of a device may be the effect of.
struct CallCause: Sendable {
  /// The packet that came before.
  let wakeUp: WakeUp
  /// Nanoseconds between the two.
  let delay: Int64
  /// Where the peer's address stands in it; of a call to its sender only with the port beside it.
  let occurrence: AddressOccurrence?
  /// The chance that an address is found so in packets that have nothing to do with it; `nil` where none was
  /// found.
  let chance: Double?

  /// Whether it is its sender whom the device called.
  func isSender(_ peer: IPAddress) -> Bool { wakeUp.source == peer }
}
