/// The words that are allowed in one place of a file, for error messages.
struct WordList {
  /// The words, in the order in which they are listed.
  let words: [String]

  /// Words in the order in which they are to be listed.
  init(_ words: [String]) { self.words = words }

  /// `mac, ip, role`.
  var listed: String { words.joined(separator: ", ") }

  /// ` (did you mean 'role'?)`, or nothing where no word is near enough to be what was meant.
  func suggestion(for text: String) -> String {
    nearest(to: text).map { " (did you mean '\($0)'?)" } ?? ""
  }

  /// The first word with the fewest edits from a text, if those are at most a third of its letters.
  func nearest(to text: String) -> String? {
    let text = Array(text.lowercased().utf8.prefix(65))
    guard text.count <= 64 else { return nil }
    var best: (word: String, edits: Int)?
    for word in words {
      let candidate = Array(word.lowercased().utf8)
      let most = max(1, max(text.count, candidate.count) / 3)
      guard candidate.count <= 64, abs(candidate.count - text.count) <= most else { continue }
      let edits = WordList.edits(text, candidate)
      guard edits <= most, edits < candidate.count, edits < best?.edits ?? .max else { continue }
      best = (word, edits)
    }
    return best?.word
  }

  /// How many letters to add, drop, change or swap with a neighbour: optimal string alignment.
  static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let change = previous[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
