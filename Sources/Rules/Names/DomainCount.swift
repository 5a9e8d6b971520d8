import Capture

/// How many domains of a device were judged so far, those that were forgotten since among them.
struct DomainCount: Sendable, Storable {
  /// Domains.
  var number: UInt32

  init(number: UInt32) { self.number = number }

  func store(to writer: inout StoredWriter) { writer.add(number) }

  init(from reader: inout StoredReader) throws(StoredFault) { number = try reader.number() }
}
