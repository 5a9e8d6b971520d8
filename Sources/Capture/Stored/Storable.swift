/// What can be kept over a restart: written as octets, and read back.
///
/// What is written is a function of the value alone. A type that changes what it writes raises the format
/// of the file that holds it.
public protocol Storable {
  /// Writes the value.
  func store(to writer: inout StoredWriter)

  /// Reads a value back.
  /// - Throws: `StoredFault` where the octets are none that `store(to:)` could have written.
  init(from reader: inout StoredReader) throws(StoredFault)
}

extension Storable {
  /// The value as octets.
  public var stored: [UInt8] {
    var writer = StoredWriter()
    store(to: &writer)
    return writer.octets
  }

  /// Reads a value back from all of the octets.
  /// - Throws: `StoredFault` where they are none of this type, or more than one value.
  public init(stored octets: [UInt8]) throws(StoredFault) {
    var reader = StoredReader(octets)
    try self.init(from: &reader)
    try reader.end()
  }
}
