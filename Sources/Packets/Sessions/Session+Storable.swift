public import Capture

extension Session: Storable {
  /// Writes what is known.
  public func store(to writer: inout StoredWriter) {
    writer.add(recognition.rawValue)
    for text in [spoken?.rawValue, suggested?.rawValue, serverName, ja4, ja4s] {
      writer.add(text != nil)
      if let text { writer.add(text) }
    }
  }

  /// Reads what was known.
  /// - Throws: `StoredFault` where that is nothing that can be known.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    self.init()
    guard let recognition = Recognition(rawValue: try reader.number()) else {
      throw reader.fault("how sure a protocol is")
    }
    self.recognition = recognition
    spoken = try Self.text(&reader).map(ProtocolName.init(rawValue:))
    suggested = try Self.text(&reader).map(ProtocolName.init(rawValue:))
    serverName = try Self.text(&reader)
    ja4 = try Self.text(&reader)
    ja4s = try Self.text(&reader)
  }

  private static func text(_ reader: inout StoredReader) throws(StoredFault) -> String? {
    try reader.flag() ? try reader.text() : nil
  }
}
