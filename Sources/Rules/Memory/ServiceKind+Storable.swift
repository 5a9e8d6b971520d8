import Capture
import Packets

extension ServiceKind: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(transport.rawValue)
    writer.add(port)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    self.init(transport: IPProtocol(rawValue: try reader.number()), port: try reader.number())
  }
}
