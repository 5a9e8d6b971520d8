public import Capture
public import Rules

/// The same pass as `PolicyLearner` over Zeek's logs: records in, a proposed policy out.
public struct LogPolicyLearner: ~Copyable {
  private var pipeline: LogPipeline
  private var span: ClosedRange<Timestamp>?
  /// Records that were looked at.
  public private(set) var recordCount: UInt64 = 0

  /// A learner that has seen nothing.
  /// - Parameters:
  ///   - site: The machines, and what is expected already.
  ///   - settings: The numbers.
  ///   - kinds: Which logs there are.
  public init(site: Site, settings: Settings, kinds: Set<LogKind>) {
    pipeline = LogPipeline(site: site, settings: settings, kinds: kinds, statisticsInterval: 0)
    pipeline.judgement = Judgement(
      RuleSet(learningAt: site, settings: settings.rules), settings: settings.rules)
  }

  /// Looks at a record.
  public mutating func read(_ record: LogRecord) {
    recordCount &+= 1
    let known = span ?? record.time...record.time
    span = min(known.lowerBound, record.time)...max(known.upperBound, record.time)
    pipeline.process(record)
  }

  /// Ends what is going on, as no more records will come, and gives what all of it suggests.
  public mutating func finish() -> PolicyProposal {
    pipeline.finish()
    return pipeline.judgement.rules.proposal(over: span)
  }
}
