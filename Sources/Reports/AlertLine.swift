internal import Capture
internal import Devices
internal import Packets
public import Rules

/// A finding as one line of Elastic Common Schema 9.5, always shorter than 10,000 bytes.
///
/// `source` is the device's end and `destination` the peer's, whoever started. The finding's evidence
/// stands under `undertick`, nested by its dotted paths. Splunk cuts a line at 10,000 bytes and looks
/// for the time in the first 128, so long texts are cut, long lists are shortened (`undertick.omitted`
/// says by how much) and `@timestamp` comes first.
public struct AlertLine: ReportFormat {
  /// The most bytes of a line without its line feed.
  static let byteLimit = 9_900

  private let observer: Observer

  /// A format for the lines of one sensor.
  public init(observer: Observer) {
    self.observer = observer
  }

  /// Writes the finding as one line, line feed included, behind what the writer holds.
  public func write(_ finding: borrowing Finding, to line: inout JSONWriter) {
    var omissions = Omissions()
    let limit = line.byteCount + AlertLine.byteLimit
    line.beginObject()
    line.field("@timestamp", finding.time)
    line.beginObject("ecs")
    line.field("version", "9.5.0")
    line.endObject()
    line.field("message", "\(finding.rule.title): \(finding.pairLabel)", limit: 500)
    writeEvent(finding, to: &line)
    writeRule(finding.rule, to: &line)
    writeEnd("source", finding.deviceEnd, to: &line)
    if finding.peerEnd.address != nil || finding.peerEnd.mac != nil {
      writeEnd("destination", finding.peerEnd, to: &line)
    }
    writeNetwork(finding, to: &line)
    observer.write(to: &line)
    writeRelated(finding, to: &line, &omissions)
    writeThreat(finding.rule.techniques, to: &line, &omissions)
    line.beginObject("undertick")
    line.field("state", finding.stateWord)
    writeDevice("device", finding.device, to: &line, &omissions)
    if let peer = finding.peer { writeDevice("peer", peer, to: &line, &omissions) }
    writeLink(finding.conversation, to: &line)
    writeIncident(finding, to: &line, &omissions, limit: limit)
    writeEvidence(finding.evidence, to: &line, &omissions, limit: limit)
    omissions.write(to: &line)
    line.endObject()
    line.endObject()
    line.endLine()
  }

  private func writeEvent(_ finding: borrowing Finding, to line: inout JSONWriter) {
    line.beginObject("event")
    line.field("kind", finding.isPart ? "event" : "alert")
    line.beginArray("category")
    line.text("network")
    line.text("intrusion_detection")
    line.endArray()
    line.beginArray("type")
    if finding.state == .closed { line.text("end") }
    line.text("info")
    line.endArray()
    line.field("action", finding.rule.name, limit: 96)
    line.field("module", "undertick")
    line.field("dataset", finding.isPart ? "undertick.finding" : "undertick.alert")
    line.field("id", finding.id, limit: 64)
    line.field("sequence", finding.update)
    line.field("severity", finding.severity.rawValue)
    line.field("risk_score", finding.riskScore, places: 2)
    line.field("start", finding.start)
    line.field("end", finding.end)
    line.field("duration", Int(finding.end.nanoseconds(since: finding.start)))
    line.field("reason", finding.reason, limit: 800)
    line.endObject()
  }

  private func writeRule(_ rule: RuleIdentity, to line: inout JSONWriter) {
    line.beginObject("rule")
    line.field("id", rule.name, limit: 96)
    line.field("name", rule.title, limit: 128)
    line.field("version", rule.version, limit: 32)
    line.field("category", rule.category, limit: 96)
    line.endObject()
  }

  private func writeEnd(_ key: String, _ end: Finding.Endpoint, to line: inout JSONWriter) {
    line.beginObject(key)
    if let address = end.address { line.field("ip", address) }
    if let port = end.port { line.field("port", Int(port)) }
    if let mac = end.mac { line.field("mac", mac) }
    line.field("packets", end.packets)
    line.field("bytes", end.bytes)
    line.endObject()
  }

  private func writeRelated(
    _ finding: borrowing Finding, to line: inout JSONWriter, _ omissions: inout Omissions
  ) {
    var addresses: [IPAddress] = []
    var missing = 0
    let ends = [finding.deviceEnd.address, finding.peerEnd.address].compactMap(\.self)
    for address in ends + finding.relatedAddresses where !addresses.contains(address) {
      if addresses.count < 12 { addresses.append(address) } else { missing += 1 }
    }
    var macs: [MACAddress] = []
    for mac in [finding.deviceEnd.mac, finding.peerEnd.mac].compactMap(\.self)
    where !macs.contains(mac) {
      macs.append(mac)
    }
    guard !addresses.isEmpty || !macs.isEmpty else { return }
    line.beginObject("related")
    line.list("ip", addresses) { $0.address($1) }
    line.list("mac", macs) { $0.address($1) }
    line.endObject()
    omissions.note(missing, of: "related.ip")
  }

  private func writeThreat(
    _ techniques: [Technique], to line: inout JSONWriter, _ omissions: inout Omissions
  ) {
    guard !techniques.isEmpty else { return }
    let kept = techniques.prefix(4)
    var parents: [Technique] = []
    for technique in kept where !parents.contains(where: { $0.id == technique.parentID }) {
      parents.append(Technique(id: String(technique.parentID), name: technique.parentName))
    }
    line.beginObject("threat")
    line.field("framework", "MITRE ATT&CK")
    line.beginObject("technique")
    line.list("id", parents) { $0.text($1.id, limit: 16) }
    line.list("name", parents) { $0.text($1.name, limit: 80) }
    let subtechniques = kept.filter(\.isSubtechnique)
    if !subtechniques.isEmpty {
      line.beginObject("subtechnique")
      line.list("id", subtechniques) { $0.text($1.id, limit: 16) }
      line.list("name", subtechniques) { $0.text($1.name, limit: 80) }
      line.endObject()
    }
    line.endObject()
    line.endObject()
    omissions.note(techniques.count - kept.count, of: "threat.technique")
  }
}
