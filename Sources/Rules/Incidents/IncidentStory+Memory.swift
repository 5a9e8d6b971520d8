import Capture
import Devices
import Packets

extension IncidentStory: Storable {
  func store(to writer: inout StoredWriter) {
    for text in [id, device, peer] { writer.add(text) }
    writer.add(ordinal)
    writer.add(UInt32(parts.count))
    for part in parts { writer.add(part) }
    writer.add(further)
    writer.add(UInt32(unlisted.count))
    for part in unlisted { writer.add(part) }
    writer.add(UInt32(rules.count))
    for (rule, count) in rules.sorted(by: { $0.key < $1.key }) {
      writer.add(rule)
      writer.add(count)
    }
    for texts in [related, former] {
      writer.add(UInt32(texts.count))
      for text in texts { writer.add(text) }
    }
    writer.add(UInt32(kinds.count))
    for kind in kinds {
      writer.add(kind.rawValue)
      writer.add(Int64((strength[kind] ?? .low).rawValue))
    }
    writer.add(risk)
    for time in [first, last, touched] { writer.add(time) }
    writer.add(alerts)
    writer.add(isClosed)
    writer.add(scene)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    id = try reader.text()
    device = try reader.text()
    peer = try reader.text()
    ordinal = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 29)) { parts.append(try reader.value()) }
    guard parts.count <= Incident.mostParts else { throw reader.fault("fewer findings") }
    further = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 10)) { unlisted.append(try reader.value()) }
    guard unlisted.count <= IncidentStory.mostUnlisted else {
      throw reader.fault("fewer findings")
    }
    for _ in 0..<(try reader.count(ofAtLeast: 8)) {
      rules[try reader.text()] = try reader.number()
    }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { related.append(try reader.text()) }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { former.append(try reader.text()) }
    for _ in 0..<(try reader.count(ofAtLeast: 12)) {
      guard let kind = EvidenceKind(rawValue: try reader.text()), strength[kind] == nil else {
        throw reader.fault("a kind of evidence")
      }
      kinds.append(kind)
      strength[kind] = try reader.severity()
    }
    risk = try reader.double()
    first = try reader.time()
    last = try reader.time()
    touched = try reader.time()
    alerts = try reader.number()
    isClosed = try reader.flag()
    scene = try reader.optional()
  }
}

extension IncidentStory.Scene: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(deviceEnd)
    writer.add(peerEnd)
    writer.add(conversation)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    deviceEnd = try reader.value()
    peerEnd = try reader.value()
    conversation = try reader.value()
  }
}
