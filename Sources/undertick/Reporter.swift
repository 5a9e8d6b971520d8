import ArgumentParser
import Reports
import Rules

/// Writes what a pipeline tells, for machines or for people.
struct Reporter: ~Copyable {
  private var sink: ReportSink
  private var line = JSONWriter()
  private var format: any ReportFormat
  private let metricLine: MetricLine
  private let isText: Bool
  private let isQuiet: Bool
  /// Whether a progress bar must be cleared before text is written to the terminal.
  private let sharesTerminal: Bool

  /// Opens the output; prints what is wrong and ends with status 73.
  init(_ options: OutputOptions, observer: Observer) throws {
    let opened: ReportSink
    do throws(SinkError) {
      opened = try ReportSink(file: options.output)
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.cannotCreate
    }
    sink = opened
    isText = options.isText
    isQuiet = options.quiet
    format =
      isText ? AlertText(isColored: options.isColored) : AlertLine(observer: observer)
    metricLine = MetricLine(observer: observer)
    sharesTerminal = options.output == "-" && Console.outputIsTerminal
  }

  /// Writes a finding.
  /// - Throws: 74 when the output broke (said on standard error); 0 when its reader is gone.
  mutating func write(_ finding: borrowing Finding, progress: inout Progress) throws {
    if sharesTerminal { progress.clear() }
    line.reset()
    format.write(finding, to: &line)
    try flush()
  }

  /// Writes a metric line; for people a short summary instead.
  mutating func write(_ metrics: Metrics) throws {
    if isText {
      if !isQuiet { Console.write(MetricSummary.text(metrics)) }
      return
    }
    line.reset()
    metricLine.write(metrics, to: &line)
    try flush()
  }

  private mutating func flush() throws { try Self.write(line, to: &sink) }

  private static func write(_ line: borrowing JSONWriter, to sink: inout ReportSink) throws {
    do throws(SinkError) {
      try sink.write(line.bytes)
    } catch .closed {
      throw ExitCode.success
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.inputOutput
    }
  }
}
