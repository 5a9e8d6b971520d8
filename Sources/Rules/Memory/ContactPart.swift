import Capture
import Packets

/// What a ledger of contacts can tell apart: kinds of conversations, and peers.
protocol ContactPart: Hashable, Sendable, CustomStringConvertible {
  /// Writes it for a restart.
  func keep(in writer: inout StoredWriter)
  /// Reads it back.
  static func kept(in reader: inout StoredReader) throws(StoredFault) -> Self
}

extension ServiceKind: ContactPart {
  func keep(in writer: inout StoredWriter) { writer.add(self) }
  static func kept(in reader: inout StoredReader) throws(StoredFault) -> ServiceKind {
    try reader.value()
  }
}

extension IPAddress: ContactPart {
  func keep(in writer: inout StoredWriter) { writer.add(self) }
  static func kept(in reader: inout StoredReader) throws(StoredFault) -> IPAddress {
    try reader.address()
  }
}

extension MACAddress: ContactPart {
  func keep(in writer: inout StoredWriter) { writer.add(self) }
  static func kept(in reader: inout StoredReader) throws(StoredFault) -> MACAddress {
    try reader.mac()
  }
}

extension LinkProtocol: ContactPart {
  func keep(in writer: inout StoredWriter) { writer.add(self) }
  static func kept(in reader: inout StoredReader) throws(StoredFault) -> LinkProtocol {
    try reader.linkProtocol()
  }
}
