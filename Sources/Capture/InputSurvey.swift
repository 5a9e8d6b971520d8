/// What the inputs of one run are: captures, or Zeek's logs; told by their first bytes, whatever their
/// names are.
///
/// Pipes are looked into as well. What was read of them is kept here and comes again when they are opened
/// by way of this value.
public struct InputSurvey {
  /// The inputs as they were given.
  let paths: [String]
  /// Pipes that are open, by path.
  private(set) var peeked: [String: PeekedInput] = [:]
  /// Whether the inputs are logs. What is neither a log nor a capture goes with the others; on its own it
  /// counts as a capture, and whoever opens it tells what is wrong.
  public private(set) var areLogs = false

  /// Whether they can be opened a second time: none is a pipe, or standard input.
  public var areReadableAgain: Bool { peeked.isEmpty }

  /// Inputs of which it is known that they are captures.
  init(captures: [String]) { paths = captures }

  /// Inputs of which it is known that they are logs.
  init(logs: [String]) {
    paths = logs
    areLogs = true
  }

  /// Looks into inputs.
  ///
  /// - Parameters:
  ///   - paths: Files, named pipes, folders (the files in them; not those in folders below), or `-`.
  ///   - interruptDescriptor: Once this can be read, nothing more is waited for.
  /// - Throws: `CaptureError.unreadable` where one cannot be opened, `.invalid` where some are captures and
  ///   others are logs.
  public init(paths: [String], interruptDescriptor: Int32? = nil) throws(CaptureError) {
    self.paths = paths
    var capture: String?
    var log: String?
    for path in paths {
      let isFolder = path != "-" && CaptureFolder.isFolder(path)
      for file in isFolder ? try CaptureFolder.files(in: path) : [path] {
        var kind = try look(into: file, interruptDescriptor)
        // Beside captures there may be lines of JSON that are no log of conversations.
        if isFolder, kind == .log, try !LogFolder.isLog(file) { kind = .unknown }
        switch kind {
        case .capture: capture = capture ?? file
        case .log: log = log ?? file
        case .unknown: break
        }
        if let capture, let log {
          throw .invalid(
            "\(capture) is a capture and \(log) is a log: both tell of the same conversations; give "
              + "captures or logs, one kind a run")
        }
      }
    }
    areLogs = log != nil
  }

  private mutating func look(
    into path: String, _ interrupt: Int32?
  ) throws(CaptureError) -> InputKind {
    if path != "-", CaptureFolder.isRegularFile(path) {
      var input = ByteInput(try InputDescriptor(path: path, interrupt: interrupt))
      return InputKind(&input)
    }
    let pipe = try PeekedInput(path: path)
    var input = ByteInput(
      try InputDescriptor(
        pipe, isPeeking: true, name: path == "-" ? "standard input" : path, interrupt: interrupt))
    peeked[path] = pipe
    return InputKind(&input)
  }
}
