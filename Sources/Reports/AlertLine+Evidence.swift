internal import Capture
internal import Rules

/// The evidence tree.
extension AlertLine {
  /// The most pieces of evidence that are looked at.
  static let mostEvidence = 128
  /// Keys of `undertick` that are not a rule's; evidence under them is written under `evidence`.
  static let ownKeys = ["state", "incident", "device", "peer", "link_protocol", "vlans", "omitted"]
  /// The most bytes of a text, and of a text in a list.
  private static let textLimit = 512
  private static let elementLimit = 96
  /// The most elements of a list.
  private static let listLimit = 48
  /// What closes a line: the objects of a path, `undertick` and the line itself.
  private static let closing = NestedPaths.deepest + 2

  /// Writes as much of the evidence as fits, each piece whole, and counts the rest.
  ///
  /// `limit` is what the writer may hold in all once the line is closed, in bytes.
  func writeEvidence(
    _ evidence: [Evidence], to line: inout JSONWriter, _ omissions: inout Omissions, limit: Int
  ) {
    let considered = evidence.prefix(AlertLine.mostEvidence)
    let nested = NestedPaths(considered.map { AlertLine.path(of: $0) })
    omissions.evidence = evidence.count - nested.entries.count
    var path = OpenPath()
    for entry in nested.entries {
      let piece = evidence[entry.index]
      let before = (line.mark, path, omissions)
      path.move(to: entry.components, in: &line)
      write(piece, to: &line, &omissions)
      if line.byteCount + omissions.byteBound + AlertLine.closing > limit {
        line.rewind(to: before.0)
        (path, omissions) = (before.1, before.2)
        omissions.evidence += 1
      }
    }
    path.close(in: &line)
  }

  private static func path(of evidence: Evidence) -> String {
    let head = evidence.path.prefix { $0 != "." }
    return ownKeys.contains { $0 == head } ? "evidence." + evidence.path : evidence.path
  }

  private func write(
    _ evidence: Evidence, to line: inout JSONWriter, _ omissions: inout Omissions
  ) {
    let most = AlertLine.listLimit
    switch evidence.value {
    case .integer(let value): line.integer(value)
    case .decimal(let value, let places): line.decimal(value, places: places)
    case .probability(let value): line.probability(value)
    case .text(let value): line.text(value, limit: AlertLine.textLimit)
    case .flag(let value): line.flag(value)
    case .moment(let value): line.moment(Timestamp(rawValue: value))
    case .texts(let values):
      line.list(values.prefix(most)) { $0.text($1, limit: AlertLine.elementLimit) }
      omissions.note(values.count - most, of: evidence.path)
    case .decimals(let values, let places):
      line.list(values.prefix(most)) { $0.decimal($1, places: places) }
      omissions.note(values.count - most, of: evidence.path)
    }
  }
}
