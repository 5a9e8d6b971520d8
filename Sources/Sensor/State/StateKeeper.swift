public import Capture
public import Reports
public import Rules

/// Goes on where an earlier run stopped, and keeps this run's memory in a file.
///
/// Says of each batch how many of its frames the state has already; flushes at intervals of packet time.
/// What is flushed is what the pipeline knows between two batches, so the caller must have told the
/// outcomes before: a finding may be told twice where the program is killed, but is never lost.
public struct StateKeeper {
  private let store: StateStore
  private let options: StateOptions
  /// How far the state was when this run began.
  let earlier: StateMark?
  /// Which frames of this run the state has already.
  private var overlap: StateOverlap
  /// Entries that changed since the last flush that went well.
  private var pending: [EntryName: StoredEntry] = [:]
  /// Packets that the pipeline had processed at that flush.
  private var flushedPackets: UInt64 = 0
  /// When the next flush is due; `nil` before the first packet.
  private var lastFlush: Timestamp?
  private var flushes: UInt64 = 0
  private var failures: UInt64 = 0
  /// Whether the last flush failed.
  public private(set) var isBehind = false
  private var omissions = Pipeline.Omissions()
  private var restoredFlows = 0
  private var storedFlows = 0
  private var leftOutFlows = 0

  /// What names an entry in the file.
  private struct EntryName: Hashable {
    var rule: String
    var kind: StoredEntry.Kind
    var key: [UInt8]
  }

  /// Opens the file, or makes it.
  /// - Throws: `StateError`.
  public init(_ options: StateOptions) throws(StateError) {
    self.options = options
    store = try StateStore(path: options.path)
    earlier = try store.mark()
    overlap = StateOverlap(earlier: options.isLive ? nil : earlier, filter: options.filter)
  }

  /// Gives a pipeline that has seen nothing what was remembered.
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - now: Live: the machine's time, before which packets may have been missed.
  /// - Returns: What an operator should know, a sentence each.
  /// - Throws: `StateError` where what is in the file cannot be read.
  public mutating func restore(
    _ pipeline: inout Pipeline, now: Timestamp? = nil
  ) throws(StateError) -> [String] {
    guard let earlier else { return [] }
    let memory = try store.memory()
    do throws(StoredFault) {
      omissions = try pipeline.restore(memory, gapEnd: now)
    } catch {
      throw StateStore.damaged(
        options.path, "\(error.expected) is missing at octet \(error.offset)")
    }
    restoredFlows = memory.flows.count - omissions.flows
    var notes = [StateText.beginning(earlier, now: now)]
    if omissions.entries > 0 {
      notes.append(
        "state: \(omissions.entries) of \(memory.entries.count) entries are of devices or rules that are "
          + "not there now, and were left out")
    }
    if omissions.flows > 0 {
      notes.append(
        "state: \(omissions.flows) conversations have no room in the flow table; see flows: limit")
    }
    return notes
  }

  /// How many frames at the beginning of a batch the state has already; every batch must be shown once.
  public mutating func skip(_ frames: borrowing FrameBatch) -> Int { overlap.skip(frames) }

  /// What became of frames that came again, once that is known; only once.
  /// - Parameter isOver: Whether no more frames come.
  /// - Returns: A sentence.
  public mutating func takeNote(isOver: Bool = false) -> String? {
    overlap.takeNote(isOver: isOver)
  }

  /// Whether packet time has gone on for the interval since the last flush, or was set back.
  public mutating func isDue(_ pipeline: borrowing Pipeline) -> Bool {
    guard let time = pipeline.last else { return false }
    guard let last = lastFlush else {
      lastFlush = time
      return false
    }
    let passed = time.nanoseconds(since: last)
    return passed >= options.interval || passed < -60_000_000_000
  }

  /// Nanoseconds of packet time between flushes.
  public var interval: Int64 { options.interval }

  /// Whether the pipeline knows more than the file.
  public func isDirty(_ pipeline: borrowing Pipeline) -> Bool {
    pipeline.processed > flushedPackets || isBehind
  }

  /// Writes what has changed; nothing where nothing has.
  ///
  /// - Parameters:
  ///   - pipeline: Whose outcomes were told.
  ///   - version: The program's.
  ///   - isLast: Whether the pipeline has finished, by which rules may have come to know more.
  /// - Throws: `StateError` where that fails. Nothing is lost by it: the next flush writes it too.
  public mutating func flush(
    _ pipeline: inout Pipeline, version: String, isLast: Bool = false
  ) throws(StateError) {
    guard isDirty(pipeline) || isLast, let time = pipeline.last else { return }
    lastFlush = time
    let memory = pipeline.memory()
    for entry in memory.entries {
      pending[EntryName(rule: entry.rule, kind: entry.kind, key: entry.key)] = entry
    }
    let mark = StateMark(
      version: version, time: time, packets: (earlier?.packets ?? 0) &+ pipeline.processed,
      run: overlap.run, frames: overlap.frames)
    do throws(StateError) {
      try store.write(memory, entries: pending.values, mark)
    } catch {
      failures &+= 1
      isBehind = true
      throw error
    }
    flushes &+= 1
    isBehind = false
    pending.removeAll(keepingCapacity: true)
    flushedPackets = pipeline.processed
    storedFlows = memory.flows.count
    leftOutFlows = memory.leftOut
  }

  /// All that the rules remember: what is in the file, what has changed since, and now.
  /// - Parameter changes: What has changed in the rules since the last flush; it is in the next one.
  /// - Returns: By rule, kind and key.
  /// - Throws: `StateError` where the file cannot be read.
  public mutating func entries(
    with changes: [StoredEntry]
  ) throws(StateError) -> [StoredEntry] {
    for entry in changes {
      pending[EntryName(rule: entry.rule, kind: entry.kind, key: entry.key)] = entry
    }
    var recollection = Recollection()
    recollection.add(try store.memory().entries)
    recollection.add(pending.values)
    return recollection.entries
  }

  /// Lets the file go.
  public func close() { store.close() }

  /// Adds what was done with the state, under `state`.
  public func add(to metrics: inout Metrics) {
    metrics.add(
      "state",
      [
        ("flushes", flushes), ("failed_flushes", failures),
        ("repeated_packets", overlap.repeated), ("skipped_packets", overlap.older),
        ("restored_flows", UInt64(restoredFlows)), ("stored_flows", UInt64(storedFlows)),
        ("left_out_flows", UInt64(leftOutFlows)), ("left_out_entries", UInt64(omissions.entries)),
      ])
  }
}
