/// A technique of MITRE ATT&CK as a signature names it.
public struct SignatureTechnique: Hashable, Sendable {
  /// `T1205` or `T1205.002`.
  public let id: String
  /// Its name there.
  public let name: String

  /// A technique.
  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}
