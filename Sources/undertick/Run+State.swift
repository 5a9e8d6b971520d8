import Capture
import Logging
import Sensor

/// The memory of a run.
extension Run {
  /// Takes over what an earlier run has left.
  mutating func goOn() throws {
    guard keeper != nil else { return }
    var notes: [String] = []
    do throws(StateError) {
      let now = isLive ? Timestamp(rawValue: Environment.now) : nil
      notes = try keeper?.restore(&pipeline, now: now) ?? []
    } catch {
      throw MemoryOptions.complain(error)
    }
    for note in notes { log.info("\(note)") }
  }

  /// Flushes the state where that is due, once what was found is told.
  ///
  /// On an interface where nothing arrives packet time stands still: there the machine's counts.
  mutating func keepState(isIdle: Bool) {
    guard let keeper else { return }
    if let note = self.keeper?.takeNote() { say(note) }
    let isOverdue =
      isLive && isIdle && keeper.isDirty(pipeline)
      && Environment.now - lastFlush >= keeper.interval
    guard Environment.now - lastFlush >= leastFlushInterval else { return }
    if self.keeper?.isDue(pipeline) == true || isOverdue { _ = flushState() }
  }

  /// Flushes the state for the last time and lets it go; whether all of the run is in it.
  mutating func finishState() -> Bool {
    guard keeper != nil else { return true }
    if let note = keeper?.takeNote(isOver: true) { say(note) }
    let isWhole = flushState(isLast: true)
    keeper?.close()
    return isWhole
  }

  /// A state that cannot be written stops nothing; it is said once, and once when it goes again.
  private mutating func flushState(isLast: Bool = false) -> Bool {
    lastFlush = Environment.now
    let wasBehind = keeper?.isBehind ?? false
    do throws(StateError) {
      try keeper?.flush(&pipeline, version: Version.text, isLast: isLast)
    } catch {
      if !wasBehind {
        progress.clear()
        log.error("the state could not be written, the next flush tries again: \(error.message)")
      }
      return false
    }
    if wasBehind { say("the state could be written again") }
    return true
  }

  private mutating func say(_ note: String) {
    progress.clear()
    log.info("\(note)")
  }
}
