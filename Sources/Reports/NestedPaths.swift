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

  /// A part of a path, below the parts in front of it.
  private struct Node {
    let name: Substring
    /// Places of the nodes below, in the order in which they came.
    var children: [Int] = []
    /// The entry that ends here.
    var entry: Entry?
  }

  /// Orders paths.
  init(_ paths: [String]) {
    var nodes = [Node(name: "")]
    for (index, path) in paths.enumerated() {
      let components = path.split(separator: ".", maxSplits: NestedPaths.deepest - 1)
      guard let place = NestedPaths.place(of: components, in: &nodes) else {
        refused += 1
        continue
      }
      nodes[place].entry = Entry(components: components, index: index)
    }
    collect(0, nodes)
  }

  private mutating func collect(_ place: Int, _ nodes: [Node]) {
    if let entry = nodes[place].entry { entries.append(entry) }
    for child in nodes[place].children { collect(child, nodes) }
  }

  /// A new node for a path; `nil` where the path is empty, is there already, or lies above or below another one.
  private static func place(of components: [Substring], in nodes: inout [Node]) -> Int? {
    var place = 0
    var depth = 0
    while depth < components.count, nodes[place].entry == nil,
      let child = nodes[place].children.first(where: { nodes[$0].name == components[depth] })
    {
      place = child
      depth += 1
    }
    guard depth < components.count, nodes[place].entry == nil else { return nil }
    for component in components[depth...] {
      nodes.append(Node(name: component))
      nodes[place].children.append(nodes.count - 1)
      place = nodes.count - 1
    }
    return place
  }
}
