public import Capture
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
    memory.entries = judgement.rules.changes()
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
    omissions.entries = try judgement.rules.restore(memory.entries)
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

  /// Intervals go on where they are as long as they were.
  private mutating func restoreStatistics(_ octets: [UInt8]) throws(StoredFault) {
    var reader = StoredReader(octets)
    let interval: Int64 = try reader.number()
    let next: Int64 = try reader.number()
    try reader.end()
    if interval == statisticsInterval { nextStatistics = next }
  }
}
