/// The sensor as its lines name it: `observer.*` of Elastic Common Schema.
public struct Observer: Hashable, Sendable {
  /// What the operator calls this sensor.
  public var name: String
  /// The version of the program.
  public var version: String
  /// The interface that is listened on; `nil` for files.
  public var interface: String?

  /// A sensor.
  public init(name: String, version: String, interface: String? = nil) {
    self.name = name
    self.version = version
    self.interface = interface
  }

  /// Writes the whole `observer` object.
  func write(to line: inout JSONWriter) {
    line.beginObject("observer")
    line.field("type", "ids")
    line.field("name", name, limit: 96)
    line.field("vendor", "Undertick")
    line.field("product", "undertick")
    line.field("version", version, limit: 32)
    if let interface {
      line.beginObject("ingress")
      line.beginObject("interface")
      line.field("name", interface, limit: 64)
      line.endObject()
      line.endObject()
    }
    line.endObject()
  }
}
