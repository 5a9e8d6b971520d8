import ArgumentParser
import Reports

/// Standard output, for commands that tell something and end.
enum StandardOutput {
  /// Writes text of any origin, a line feed behind it.
  /// - Throws: what `ending(_:)` makes of a failure.
  static func write(_ text: String) throws {
    var sink = ReportSink(descriptor: 1, name: "standard output")
    let bytes = Array("\(VisibleText(text))\n".utf8)
    do throws(SinkError) {
      try sink.write(bytes.span)
    } catch {
      throw ending(error)
    }
  }

  /// How the program ends when an output failed: 0 where its reader is gone; else the reason is
  /// printed, and it is 73 or 74.
  static func ending(_ error: SinkError) -> ExitCode {
    switch error {
    case .closed: return .success
    case .unopenable(let reason):
      Console.write("undertick: \(reason)\n")
      return ExitStatus.cannotCreate
    case .failed(let reason):
      Console.write("undertick: \(reason)\n")
      return ExitStatus.inputOutput
    }
  }
}
