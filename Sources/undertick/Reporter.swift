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
  /// Whether text has the findings, too, that only add to an incident.
  private let showsParts: Bool
  /// Whether lines go to the terminal, where a progress bar may stand.
  private let sharesTerminal: Bool

  /// Opens the output; prints what is wrong and ends with status 73.
  init(_ options: OutputOptions, observer: Observer) throws {
    let opened: ReportSink
    do throws(SinkError) {
      opened = try ReportSink(file: options.output)
    } catch {
      throw StandardOutput.ending(error)
    }
    sink = opened
    isText = options.isText
    isQuiet = options.quiet
    showsParts = options.parts
    format =
      isText ? AlertText(isColored: options.isColored) : AlertLine(observer: observer)
    metricLine = MetricLine(observer: observer)
    sharesTerminal = options.output == "-" && Console.outputIsTerminal
  }

  /// Writes a finding.
  /// - Throws: 74 when the output broke (said on standard error); 0 when its reader is gone.
  mutating func write(_ finding: borrowing Finding, progress: inout Progress) throws {
    if isText, finding.isPart, !showsParts { return }
    line.reset()
    format.write(finding, to: &line)
    try flush(&progress)
  }

  /// Writes a metric line; for people a short summary instead.
  mutating func write(_ metrics: Metrics, progress: inout Progress) throws {
    line.reset()
    if isText {
      guard !isQuiet else { return }
      progress.clear()
      MetricText().write(metrics, to: &line)
      Console.draw(line.text)
      return
    }
    metricLine.write(metrics, to: &line)
    try flush(&progress)
  }

  private mutating func flush(_ progress: inout Progress) throws {
    if sharesTerminal { progress.clear() }
    do throws(SinkError) {
      try Self.write(line, to: &sink)
    } catch {
      progress.clear()
      throw StandardOutput.ending(error)
    }
  }

  private static func write(
    _ line: borrowing JSONWriter, to sink: inout ReportSink
  ) throws(SinkError) {
    try sink.write(line.bytes)
  }
}
