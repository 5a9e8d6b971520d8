/// What two fields of a header have to do with each other: one minus the other is one of some numbers.
public struct SignatureRelation: Hashable, Sendable {
  /// The field that is diminished.
  public var minuend: SignatureField
  /// The field that is taken from it; as wide as the other.
  public var subtrahend: SignatureField
  /// What is left, modulo the fields' width.
  public var differences: [UInt32]

  /// A relation.
  public init(_ minuend: SignatureField, minus subtrahend: SignatureField, is differences: [UInt32])
  {
    self.minuend = minuend
    self.subtrahend = subtrahend
    self.differences = differences
  }
}
