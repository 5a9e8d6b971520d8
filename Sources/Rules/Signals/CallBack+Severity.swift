import Capture
import Devices
import Flows
import Packets

/// How much a call behind an unsolicited packet matters.
extension CallBack {
  /// The highest chance of being nothing at which an address counts by itself.
  static let highestChance = 0.0001
  /// The same for an outside address that the device calls for the first time.
  static let highestChanceOutside = 0.001
  /// Nanoseconds for which a device must be known before what it never did says something.
  static let acquaintance: Int64 = 600_000_000_000

  /// How much a call matters; `nil` where it says nothing.
  func severity(of cause: CallCause, _ sighting: borrowing Sighting) -> Severity? {
    let isOutside = sighting.scope == .outside
    guard !cause.isSender(sighting.peerEnd.address) else {
      return severityOfSender(cause, sighting)
    }
    guard let occurrence = cause.occurrence, let chance = cause.chance else { return nil }
    let isLikely = chance > CallBack.highestChance
    if sighting.expectation != nil || sighting.usual != nil {
      return occurrence.key == 0 || isLikely ? nil : .medium
    }
    if isOutside {
      if isLikely { return chance > CallBack.highestChanceOutside ? nil : .high }
      return isManaged(sighting) ? .critical : .high
    }
    if isLikely { return nil }
    let zeros = sighting.peerEnd.address.octets.count { $0 == 0 }
    let isStriking = occurrence.hasPort || zeros < 2 || !sighting.peerEnd.address.isIPv4
    return cause.wakeUp.isUnserved && isStriking ? .high : .medium
  }

  private func severityOfSender(
    _ cause: CallCause, _ sighting: borrowing Sighting
  ) -> Severity {
    let device = sighting.device.index
    let time = sighting.event.time
    let isOutside = sighting.scope == .outside
    if cause.wakeUp.isOdd || cause.occurrence != nil { return .high }
    let source = cause.wakeUp.source
    let isHabit =
      senders[device, CallBack.sender(source, cause.wakeUp.kind)]?.isSettled(at: time) ?? false
    if isOutside { return isHabit ? .medium : .high }
    // Who has logged in on a device may ask it for a file.
    let use = senders[device, CallBack.sender(source, .firstPayload)]
    if let use, time.nanoseconds(since: use.last) <= SenderHabit.acquaintance { return .low }
    let heard = records[device, ""]?.heard ?? time
    let isKnown = time.nanoseconds(since: heard) >= CallBack.acquaintance
    return isHabit || !isKnown ? .low : .medium
  }
}
