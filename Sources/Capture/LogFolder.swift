/// The logs of conversations in a folder.
enum LogFolder {
  /// The regular files in `folder` that are such logs, also through compression, by name in the order of
  /// its bytes; not those in folders below.
  /// - Throws: `CaptureError.unreadable` where the folder or a file in it cannot be read.
  static func logs(in folder: String) throws(CaptureError) -> [String] {
    var logs: [String] = []
    for path in try CaptureFolder.files(in: folder) where try isLog(path) { logs.append(path) }
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
