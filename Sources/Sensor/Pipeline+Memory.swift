public import Capture
import Devices
import Flows
import Packets
import Rules

/// What goes on over a restart.
extension Pipeline {
  /// The most conversations that are kept over a restart.
  static let mostStoredFlows = 65_536
  /// The most that are kept of those in which no device takes part, as far as is known.
  static let mostUntoldFlows = 16_384

  /// What is remembered now; of the rules what has changed since the last call. To be asked between
  /// batches, before `finish(goesOn: false)`.
  public mutating func memory() -> PipelineMemory {
    var memory = PipelineMemory()
    let flows = table.storedFlows(
      limit: Pipeline.mostStoredFlows, untoldLimit: Pipeline.mostUntoldFlows)
    memory.flows = flows.flows
    memory.leftOut = flows.leftOut
    memory.sessions = conversations.stored(flows.places).map { ($0.number, $0.octets) }
    memory.stages[PipelineMemory.Stage.flows] = flows.clock
    memory.stages[PipelineMemory.Stage.fragments] = decoder.storedFragments
    var statistics = StoredWriter()
    statistics.add(statisticsInterval)
    statistics.add(nextStatistics)
    memory.stages[PipelineMemory.Stage.statistics] = statistics.octets
    if let roster = listener?.roster {
      memory.stages[PipelineMemory.Stage.roster] = roster.stored
      memory.stages[PipelineMemory.Stage.newcomers] = storedNewcomers
      memory.stages[PipelineMemory.Stage.sample] = table.interest.stored
    }
    memory.entries = judgement.changes()
    return memory
  }

  /// Goes on from what an earlier run remembered; this one must have seen nothing yet.
  /// - Parameters:
  ///   - memory: What `memory()` gave, with all entries.
  ///   - gapEnd: Until when packets may have been missed since; `nil` where there is no gap.
  /// - Returns: What could not be taken over.
  /// - Throws: `StoredFault` where it is no memory of a pipeline.
  public mutating func restore(
    _ memory: PipelineMemory, gapEnd: Timestamp? = nil
  ) throws(StoredFault) -> Omissions {
    var omissions = Omissions()
    // Before the rules, whose entries may be of machines that count by their evidence.
    try restoreRoster(memory)
    omissions.entries = try judgement.restore(memory.entries)
    if let clock = memory.stages[PipelineMemory.Stage.flows] {
      var flows = StoredFlows()
      flows.clock = clock
      flows.flows = memory.flows
      let places = try table.restore(flows)
      omissions.flows = places.count { $0 == nil }
      var sessions: [(key: UInt32, octets: [UInt8])] = []
      for (place, octets) in memory.sessions {
        guard Int(place) < places.count else {
          throw StoredFault(offset: 0, expected: "the place of a conversation")
        }
        if let key = places[Int(place)] { sessions.append((key, octets)) }
      }
      try conversations.restore(sessions)
    }
    if let fragments = memory.stages[PipelineMemory.Stage.fragments] {
      try decoder.restoreFragments(fragments)
    }
    if let statistics = memory.stages[PipelineMemory.Stage.statistics] {
      try restoreStatistics(statistics)
    }
    if let gapEnd { table.noteGap(until: gapEnd) }
    return omissions
  }

  /// What of a memory could not be taken over.
  public struct Omissions: Hashable, Sendable {
    /// Entries of devices that the inventory does not have, or of rules that are switched off.
    public var entries = 0
    /// Conversations for which the flow table has no room.
    public var flows = 0

    /// Nothing left out.
    public init() {}
  }

  private mutating func restoreRoster(_ memory: PipelineMemory) throws(StoredFault) {
    guard let roster = memory.stages[PipelineMemory.Stage.roster] else { return }
    let known = try listener?.restore(Roster(stored: roster)) ?? []
    var pending: Set<RosterKey> = []
    if let stored = memory.stages[PipelineMemory.Stage.newcomers] {
      pending = try restoreNewcomers(stored)
    }
    for observed in known {
      judgement.readmit(observed)
      if pending.contains(observed.key) { newcomers.append(observed) } else { follow(observed) }
    }
    if let sample = memory.stages[PipelineMemory.Stage.sample] {
      try table.restoreSample(sample)
    }
  }

  /// The minute, and whoever was found out in it and is followed from the next on.
  private var storedNewcomers: [UInt8] {
    var writer = StoredWriter()
    writer.add(lastMinute)
    writer.add(UInt32(newcomers.count))
    for observed in newcomers { writer.add(observed.key) }
    return writer.octets
  }

  private mutating func restoreNewcomers(_ octets: [UInt8]) throws(StoredFault) -> Set<RosterKey> {
    var reader = StoredReader(octets)
    lastMinute = try reader.number()
    var keys: Set<RosterKey> = []
    for _ in 0..<(try reader.count(ofAtLeast: 17)) { keys.insert(try reader.value()) }
    try reader.end()
    return keys
  }

  /// Intervals go on where they are as long as they were.
  private mutating func restoreStatistics(_ octets: [UInt8]) throws(StoredFault) {
    var reader = StoredReader(octets)
    let interval: Int64 = try reader.number()
    let next: Int64 = try reader.number()
    try reader.end()
    if interval == statisticsInterval { nextStatistics = next }
  }
}
