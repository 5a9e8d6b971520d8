/// Dotted paths in the order in which they can be written as nested objects, each key once.
///
/// Paths that share a head are brought together where the head first appears; otherwise the order is
/// kept. A path that is given twice, or that is also the head of another one, can have one value
/// only: the first one wins, the others are refused.
struct NestedPaths {
  /// A path that can be written.
  struct Entry {
    /// Its parts, at least one and at most `NestedPaths.deepest`.
    let components: [Substring]
    /// Its place in the list that was given.
    let index: Int
  }

  /// The most parts of a path; dots in the last of them stay dots.
  static let deepest = 8

  /// The paths, in the order to write them.
  private(set) var entries: [Entry] = []
  /// How many paths were refused.
  private(set) var refused = 0

  /// Orders paths. The time it takes grows with the square of their number.
  init(_ paths: [String]) {
    /// For each entry and depth, the first entry that shares the path down to there.
    var ranked: [(entry: Entry, ranks: [Int])] = []
    for (index, path) in paths.enumerated() {
      let components = path.split(separator: ".", maxSplits: NestedPaths.deepest - 1)
      guard !components.isEmpty,
        !ranked.contains(where: { NestedPaths.clash($0.entry.components, components) })
      else {
        refused += 1
        continue
      }
      let ranks = components.indices.map { depth in
        ranked.firstIndex { $0.entry.components.starts(with: components[...depth]) } ?? ranked.count
      }
      ranked.append((Entry(components: components, index: index), ranks))
    }
    ranked.sort { $0.ranks.lexicographicallyPrecedes($1.ranks) }
    entries = ranked.map(\.entry)
  }

  /// Whether one of two paths is the other, or lies above it.
  private static func clash(_ left: [Substring], _ right: [Substring]) -> Bool {
    left.starts(with: right) || right.starts(with: left)
  }
}
