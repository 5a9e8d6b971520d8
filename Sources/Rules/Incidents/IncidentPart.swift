public import Capture

/// One finding as a part of an incident.
public struct IncidentPart: Hashable, Sendable {
  /// The finding's identifier.
  public let id: String
  /// The rule that found it.
  public let rule: String
  /// The highest severity that it has had.
  public var severity: Severity
  /// When it was first told.
  public let time: Timestamp
  /// What the device did, in a few words behind its name.
  var deed: String
  /// Whether it is over.
  var isClosed: Bool
  /// Whether it was an alert, or the reason for one.
  var isTold = false

  init(_ finding: borrowing Finding) {
    id = finding.id
    rule = finding.rule.name
    severity = finding.severity
    time = finding.time
    deed = IncidentText.deed(finding)
    isClosed = finding.state == .closed
  }

  /// Whether it is of those that go on until a line says that they have stopped.
  var canLast: Bool { IncidentPart.lasting.contains(rule) }

  /// Whether it goes on.
  var isLasting: Bool { canLast && !isClosed }

  /// Rules whose findings go on until a line of their own says that they are over; what others tell has
  /// happened once.
  private static let lasting: Set<String> = ["beacon.periodic", "beacon.stack", "policy.silence"]
}

extension IncidentPart: Storable {
  /// Writes the value.
  public func store(to writer: inout StoredWriter) {
    for text in [id, rule, deed] { writer.add(text) }
    writer.add(Int64(severity.rawValue))
    writer.add(time)
    writer.add(isClosed)
    writer.add(isTold)
  }

  /// Reads a value back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    id = try reader.text()
    rule = try reader.text()
    deed = try reader.text()
    severity = try reader.severity()
    time = try reader.time()
    isClosed = try reader.flag()
    isTold = try reader.flag()
  }
}

extension StoredReader {
  /// A severity, by its number.
  mutating func severity() throws(StoredFault) -> Severity {
    guard let severity = Severity(rawValue: Int(try number(Int64.self))) else {
      throw fault("a severity")
    }
    return severity
  }
}
