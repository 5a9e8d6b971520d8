import Capture
import Devices
import Packets

/// Who met whom when a rhythm was last told: what a line about its end needs, when no packet comes.
struct RhythmScene: Sendable, Storable {
  /// How much the rhythm matters.
  var severity: Severity
  /// The device's end.
  var deviceEnd: Finding.Endpoint
  /// The peer's end.
  var peerEnd: Finding.Endpoint
  /// What both share.
  var conversation: Finding.Conversation
  /// Where the peer is and why that is no excuse, as the sentence said it.
  var place: String

  init(_ finding: borrowing Finding, place: String) {
    severity = finding.severity
    deviceEnd = finding.deviceEnd
    peerEnd = finding.peerEnd
    conversation = finding.conversation
    self.place = place
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt8(severity.rawValue))
    writer.add(deviceEnd)
    writer.add(peerEnd)
    writer.add(conversation)
    writer.add(place)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    self.severity = severity
    deviceEnd = try reader.value()
    peerEnd = try reader.value()
    conversation = try reader.value()
    place = try reader.text()
  }
}
