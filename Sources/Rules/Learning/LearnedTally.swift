/// How often each of a few words came: of at most so many apart, and of all others together.
struct LearnedTally: Hashable, Sendable {
  private let limit: Int
  private var counts: [String: Int] = [:]
  /// How often words came that are not told apart for want of room.
  private(set) var others = 0

  /// No word yet, and at most so many apart.
  init(limit: Int) { self.limit = limit }

  /// Notes a word.
  mutating func note(_ word: String) {
    guard counts[word] != nil || counts.count < limit else {
      others += 1
      return
    }
    counts[word, default: 0] += 1
  }

  /// Whether no word came.
  var isEmpty: Bool { counts.isEmpty }

  /// The words with their counts, the most frequent first, then by letter.
  var words: [(word: String, count: Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
