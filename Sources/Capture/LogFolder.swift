/// The logs of conversations in a folder.
enum LogFolder {
  /// The regular files in `folder` that are such logs, also through compression, by name in the order of
  /// its bytes; not those in folders below. Logs of other kinds are noted.
  /// - Throws: `CaptureError.unreadable` where the folder or a file in it cannot be read.
  static func logs(in folder: String, notes: LogNotes) throws(CaptureError) -> [String] {
    var logs: [String] = []
    for path in try CaptureFolder.files(in: folder) {
      var input = ByteInput(try InputDescriptor(path: path, interrupt: nil))
      guard InputKind(&input) == .log else { continue }
      do throws(CaptureError) {
        let reader = try LogReader.open(path, interrupt: nil, notes: LogNotes())
        if reader.kind != nil { logs.append(path) } else { notes.skip(reader.statedKind ?? path) }
      } catch {
        notes.statistics.skippedLogs += 1
        notes.warn("\(error.message); the log is left out")
      }
    }
    return logs
  }

  /// Whether the file is such a log. What cannot be opened is an error, what cannot be read is none.
  static func isLog(_ path: String) throws(CaptureError) -> Bool {
    guard CaptureFolder.isRegularFile(path) else { return false }
    _ = try InputDescriptor(path: path, interrupt: nil).isRegularFile
    do throws(CaptureError) {
      return try LogReader.open(path, interrupt: nil, notes: LogNotes()).kind != nil
    } catch {
      return false
    }
  }
}
