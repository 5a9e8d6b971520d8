/// What was left out of a line to keep it short, told in the line itself.
///
/// Told as texts (`3 of device.tags`) in one list, so that no list of addresses or numbers gets an
/// element of another type.
struct Omissions {
  private var notes: [(count: Int, path: String)] = []
  /// Evidence that is missing as a whole.
  var evidence = 0

  /// Room that a note needs at most, quotes and comma included.
  private static let longestNote = 96
  /// The most bytes of a note between its quotes.
  private static let noteLimit = longestNote - 3

  /// Says that `count` elements of the list under `path` are missing; 0 says nothing.
  mutating func note(_ count: Int, of path: String) {
    if count > 0 { notes.append((count, path)) }
  }

  /// Room that `write(to:)` needs at most, with one more note.
  var byteBound: Int { (notes.count + 2) * Omissions.longestNote + 16 }

  /// Writes the list under `omitted`, if there is anything to tell.
  mutating func write(to line: inout JSONWriter) {
    note(evidence, of: "evidence")
    guard !notes.isEmpty else { return }
    line.beginArray("omitted")
    for note in notes {
      line.text("\(note.count) of \(note.path)", limit: Omissions.noteLimit)
    }
    line.endArray()
  }
}
