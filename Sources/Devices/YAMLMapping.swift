import Yams

/// A mapping of a YAML file, read key by key, that knows which keys nobody asked for.
///
/// Ask for every key that is allowed, absent ones too, and call `finish()` last: it refuses what is
/// left. Every error names line and column. Values are taken by what the reader asks for, not by what
/// YAML would make of them, so `no` is the text `no` where a text is wanted. Anchors and aliases are
/// refused; files are at most 1 MiB.
public struct YAMLMapping {
  /// The file as it was named.
  public let file: String
  /// The line of its first key, counted from 1; 1 in an empty file.
  public let line: Int
  /// The column of its first key, counted from 1.
  public let column: Int
  /// Its keys, in the order of the file, none twice.
  public let keys: [YAMLScalar]

  private let nodes: [String: Node]
  /// The keys that were asked for, in that order, and the same to look up.
  private var asked: [String] = []
  private var isAsked: Set<String> = []

  /// Reads a file whose only document is a mapping; an empty one is an empty mapping.
  public init(bytes: [UInt8], file: String) throws(ConfigurationError) {
    guard let root = try YAMLDocument.root(of: bytes, file: file) else {
      self.init(emptyIn: file)
      return
    }
    switch root {
    case .mapping(let mapping):
      try self.init(mapping, file: file)
    case .scalar where YAMLMapping.scalar(root, file)?.isNull == true:
      self.init(emptyIn: file)
    default:
      throw YAMLMapping.error(
        root, file,
        "the file must be a mapping (lines as 'key: value'), not "
          + YAMLMapping.described(root))
    }
  }

  /// The same from text.
  public init(text: String, file: String) throws(ConfigurationError) {
    try self.init(bytes: Array(text.utf8), file: file)
  }

  private init(emptyIn file: String) {
    self.file = file
    line = 1
    column = 1
    keys = []
    nodes = [:]
  }

  /// A mapping inside a file.
  init(_ mapping: Node.Mapping, file: String) throws(ConfigurationError) {
    var keys: [YAMLScalar] = []
    var nodes: [String: Node] = [:]
    for (key, value) in mapping {
      guard let scalar = YAMLMapping.scalar(key, file) else {
        throw YAMLMapping.error(
          key, file, "a key must be a word, not \(YAMLMapping.described(key))")
      }
      guard nodes.updateValue(value, forKey: scalar.text) == nil else {
        throw scalar.error("the key '\(scalar.text)' is given twice in this mapping")
      }
      keys.append(scalar)
    }
    self.file = file
    line = mapping.mark?.line ?? 1
    column = mapping.mark?.column ?? 1
    self.keys = keys
    self.nodes = nodes
  }

  /// Whether it has no keys.
  public var isEmpty: Bool { keys.isEmpty }

  /// Refuses the first key that nobody asked for, naming the nearest one that was asked for.
  public func finish() throws(ConfigurationError) {
    for key in keys where !isAsked.contains(key.text) {
      let known = WordList(asked)
      throw key.error(
        "'\(key.text)' is not known here\(known.suggestion(for: key.text)); "
          + (asked.isEmpty ? "nothing is" : "known here: \(known.listed)"))
    }
  }

  /// An error at the value of a key, or at the mapping where the key is absent.
  public func error(_ key: String? = nil, _ reason: String) -> ConfigurationError {
    if let node = key.flatMap({ nodes[$0] }) { return YAMLMapping.error(node, file, reason) }
    return ConfigurationError(file: file, line: line, column: column, reason: reason)
  }

  /// The node of a key, which is a known one from now on.
  mutating func node(_ key: String) -> Node? {
    if isAsked.insert(key).inserted { asked.append(key) }
    return nodes[key]
  }

  /// A node as a single value; `nil` for a list or a mapping.
  static func scalar(_ node: Node, _ file: String) -> YAMLScalar? {
    guard case .scalar(let scalar) = node else { return nil }
    return YAMLScalar(
      text: scalar.string, isPlain: scalar.style == .plain || scalar.style == .any, file: file,
      line: scalar.mark?.line ?? 1, column: scalar.mark?.column ?? 1)
  }

  /// What a node is, for an error that expected something else.
  static func described(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar):
      scalar.string.utf8.count <= 64 ? "'\(scalar.string)'" : "'\(scalar.string.prefix(64))...'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }

  /// An error at a node.
  static func error(_ node: Node, _ file: String, _ reason: String) -> ConfigurationError {
    ConfigurationError(
      file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, reason: reason)
  }
}
