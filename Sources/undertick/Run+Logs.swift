import ArgumentParser
import Capture
import Logging
import Reports
import Sensor

/// A run over Zeek's logs.
extension Run {
  /// Takes everything the logs give through the rules, then ends the run, as it does with captures.
  mutating func drain(_ source: inout ConversationLog) throws {
    progress.unit = "records"
    var warnings = source.warnings
    for warning in warnings { log.warning("\(warning)") }
    var pipeline = LogPipeline(
      site: site, settings: settings, kinds: source.kinds, statisticsInterval: statisticsInterval)
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let record = try source.next() {
        pipeline.process(record)
        try tell(&pipeline, source)
      }
    } catch let error as CaptureError {
      progress.clear()
      failure = Run.complain(error)
    }
    pipeline.finish()
    try tell(&pipeline, source)
    progress.clear()
    for warning in source.warnings.dropFirst(warnings.count) { log.warning("\(warning)") }
    warnings = source.warnings
    let broken = source.statistics.brokenLines
    if broken > UInt64(warnings.count) {
      log.warning("\(broken) lines in all are no records and were left out")
    }
    var metrics = pipeline.metrics()
    metrics.add(source.statistics)
    try reporter.write(metrics, progress: &progress)
    if let failure { throw failure }
  }

  private mutating func tell(
    _ pipeline: inout LogPipeline, _ source: borrowing ConversationLog
  ) throws {
    if !pipeline.outcomes.isEmpty {
      for outcome in pipeline.outcomes {
        switch outcome {
        case .finding(let finding): try reporter.write(finding, progress: &progress)
        case .metrics(let metrics): try reporter.write(metrics, progress: &progress)
        }
      }
      pipeline.removeOutcomes()
    }
    progress.update(
      CaptureStatistics(records: source.statistics), alerts: pipeline.alertCount)
  }
}

extension CaptureStatistics {
  /// What a progress line shows of logs.
  fileprivate init(records statistics: LogStatistics) {
    self.init()
    frames = statistics.records
    inputBytes = statistics.inputBytes
    inputSize = statistics.inputSize
  }
}
