import Capture

/// What an incident knows of a finding that it does not list.
struct UnlistedPart: Sendable, Storable {
  /// A hash of the finding's identifier.
  let id: UInt64
  /// Whether it is of those that go on until a line says that they have stopped.
  let canLast: Bool
  /// Whether it is over.
  var isClosed: Bool

  /// What is known of a part.
  init(_ part: IncidentPart) {
    id = NameVariety.hash(part.id)
    canLast = part.canLast
    isClosed = part.isClosed || part.rule == BeaconStopped.identity.name
  }

  /// Whether it goes on.
  var isLasting: Bool { canLast && !isClosed }

  func store(to writer: inout StoredWriter) {
    writer.add(id)
    writer.add(canLast)
    writer.add(isClosed)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    id = try reader.number()
    canLast = try reader.flag()
    isClosed = try reader.flag()
  }
}
