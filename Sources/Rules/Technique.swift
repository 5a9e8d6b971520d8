/// A technique of MITRE ATT&CK by its stable number; tactics change from release to release and are left out.
public struct Technique: Hashable, Sendable {
  /// `T1071` or `T1071.004`.
  public let id: String
  /// Its name in ATT&CK v18.1.
  public let name: String

  /// A technique.
  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}
