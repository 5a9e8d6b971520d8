import Capture

/// A kind of conversation of one severity, so that what matters little never keeps what matters from being
/// told.
struct GradedService: ContactPart {
  /// The kind of conversation.
  var service: ServiceKind
  /// How much it matters.
  var severity: Severity

  /// `tcp/443 high`.
  var description: String { "\(service) \(severity.word)" }

  func keep(in writer: inout StoredWriter) {
    writer.add(service)
    writer.add(UInt8(severity.rawValue))
  }

  static func kept(in reader: inout StoredReader) throws(StoredFault) -> GradedService {
    let service: ServiceKind = try reader.value()
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    return GradedService(service: service, severity: severity)
  }
}
