internal import Rules

/// The incident that a finding belongs to.
extension AlertLine {
  /// Room for what stands behind the list: its end, that of the line, and a first piece of evidence.
  private static let reserve = 256

  /// Writes what is known of the incident; of a part its identifier alone, for the alert has the rest.
  ///
  /// `limit` is what the writer may hold in all once the line is closed, in bytes; findings for which there is
  /// no room are counted.
  func writeIncident(
    _ finding: borrowing Finding, to line: inout JSONWriter, _ omissions: inout Omissions,
    limit: Int
  ) {
    guard let incident = finding.incident else { return }
    line.beginObject("incident")
    line.field("id", incident.id, limit: 64)
    if !finding.isPart {
      line.field("state", incident.state.rawValue)
      line.field("first", incident.first)
      line.field("last", incident.last)
      line.list("kinds", incident.kinds) { $0.text($1.rawValue, limit: 32) }
      if let news = incident.news { line.field("news", news, limit: 64) }
      line.list("former", incident.former) { $0.text($1, limit: 64) }
      var written = 0
      line.beginArray("findings")
      for part in incident.parts.prefix(Incident.mostParts) {
        let before = line.mark
        line.beginObject()
        line.field("id", part.id, limit: 16)
        line.field("rule", part.rule, limit: 64)
        line.field("severity", part.severity.rawValue)
        line.field("time", part.time)
        line.endObject()
        if line.byteCount + omissions.byteBound + AlertLine.reserve > limit {
          line.rewind(to: before)
          break
        }
        written += 1
      }
      line.endArray()
      omissions.note(
        incident.parts.count + incident.further - written, of: "incident.findings")
    }
    line.endObject()
  }
}
