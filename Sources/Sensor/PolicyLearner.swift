public import Capture
public import Flows
public import Rules

/// The pass that counts what is there: frames in, a proposed policy out.
///
/// The frames go the way of `Pipeline`, and what the rules would hear is counted. What comes out is a function
/// of the frames alone, not of how they were batched.
public struct PolicyLearner: ~Copyable {
  private var pipeline: Pipeline
  private var first: Timestamp?

  /// A learner that has seen nothing.
  /// - Parameters:
  ///   - site: The machines, and what is expected already.
  ///   - settings: The numbers.
  ///   - seed: What the flow table hashes with.
  public init(site: Site, settings: Settings, seed: FlowSeed) {
    // A policy names devices of the inventory; what others are is not asked.
    var settings = settings
    settings.rules.infersRoles = false
    pipeline = Pipeline(site: site, settings: settings, seed: seed, statisticsInterval: 0)
    pipeline.judgement = Judgement(
      RuleSet(learningAt: site, settings: settings.rules), settings: settings.rules)
  }

  /// Packets that were looked at.
  public var packetCount: UInt64 { pipeline.processed }

  /// Looks at a batch.
  public mutating func read(_ frames: borrowing FrameBatch) {
    if first == nil, frames.count > 0 { first = frames.records[0].timestamp }
    pipeline.process(frames)
  }

  /// Ends what is going on, as no more frames will come, and gives what all of it suggests.
  public mutating func finish() -> PolicyProposal {
    pipeline.finish()
    var span: ClosedRange<Timestamp>?
    if let first, let last = pipeline.last { span = min(first, last)...max(first, last) }
    return pipeline.judgement.rules.proposal(over: span)
  }
}
