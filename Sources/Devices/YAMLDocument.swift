import Yams

/// Has one YAML document read, with nothing in it that grows when it is read.
enum YAMLDocument {
  /// The most bytes that a YAML file may have, 1 MiB: without aliases the nodes are fewer than that.
  static let largestSize = 1 << 20

  /// The root of the only document of a file; `nil` for an empty file.
  static func root(of bytes: [UInt8], file: String) throws(ConfigurationError) -> Node? {
    guard bytes.count <= largestSize else {
      throw ConfigurationError(
        file: file,
        reason: "is larger than \(largestSize >> 10) KiB, which is the most that is read")
    }
    let source = try SourceText(bytes, file: file)
    try refuseAnchors(source)
    try refuseManyKeys(source)
    do {
      // Without rules for implicit types every scalar stays text, and no regular expression runs.
      return try Yams.compose(
        yaml: String(decoding: source.bytes, as: UTF8.self), .basic, .default, .utf8)
    } catch {
      throw configurationError(error, source)
    }
  }

  /// Refuses anchors: without them there are no aliases, which a few lines could use to describe a
  /// tree too large for any memory.
  ///
  /// An anchor begins a node, so `&` in the midst of a word (`R&D`) is none, nor is one before a blank.
  private static func refuseAnchors(_ source: SourceText) throws(ConfigurationError) {
    var previous: UInt8 = 0x20
    for (offset, byte) in source.bytes.enumerated() {
      if byte == 0x26, !isWord(previous), offset + 1 < source.bytes.count,
        isWord(source.bytes[offset + 1])
      {
        throw source.error(
          at: offset,
          "'&' begins an anchor in YAML, and anchors are not read here: write the value out where it "
            + "is needed; in a text, put a blank behind the '&'")
      }
      previous = byte
    }
  }

  /// Refuses what takes long: a key that is a collection, which only `?` can make large, is hashed as
  /// a whole at each level of nesting around it (measured: a minute for the worst 1 MiB).
  ///
  /// A file of 16 KiB may have a thousand question marks, in comments and texts too.
  private static func refuseManyKeys(_ source: SourceText) throws(ConfigurationError) {
    let most = (16 << 20) / max(source.bytes.count, 1)
    var count = 0
    for (offset, byte) in source.bytes.enumerated() where byte == 0x3f {
      count += 1
      guard count > most else { continue }
      throw source.error(
        at: offset,
        "more than \(most) question marks in a file of this size: '?' begins a key in YAML")
    }
  }

  /// What libYAML takes for part of an anchor's name.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2d: true
    default: false
    }
  }

  private static func configurationError(
    _ error: any Error, _ source: SourceText
  ) -> ConfigurationError {
    func fault(_ mark: Mark, _ reason: String) -> ConfigurationError {
      ConfigurationError(file: source.file, line: mark.line, column: mark.column, reason: reason)
    }
    guard let error = error as? YamlError else {
      return ConfigurationError(file: source.file, reason: "cannot be read as YAML")
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      guard !problem.hasPrefix("Maximum nesting level") else {
        return fault(mark, "not valid YAML: nested deeper than 1000 levels")
      }
      let isTab = problem.contains("cannot start any token") && isTab(mark, source)
      let advice = isTab ? " (this is a tab: indent with blanks)" : ""
      let place = context.map { " \($0.text) that begins in line \($0.mark.line)" } ?? ""
      return fault(mark, "not valid YAML: \(problem)\(place)\(advice)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return fault(
        context.mark, "the key '\(duplicates.first ?? "")' is given twice in this mapping")
    case .reader(let problem, let offset, _, let text):
      // libYAML could not read a character; Yams counts user-perceived characters up to it.
      let before = text.prefix(offset ?? 0).utf8.count
      return source.error(at: before, "not valid YAML: \(problem)")
    default:
      return ConfigurationError(file: source.file, reason: "cannot be read as YAML")
    }
  }

  private static func isTab(_ mark: Mark, _ source: SourceText) -> Bool {
    let lines = source.bytes.split(
      separator: 0x0a, maxSplits: mark.line, omittingEmptySubsequences: false)
    guard mark.line <= lines.count, mark.line > 0 else { return false }
    let scalars = String(decoding: lines[mark.line - 1], as: UTF8.self).unicodeScalars
    return scalars.dropFirst(mark.column - 1).first == "\t"
  }
}
