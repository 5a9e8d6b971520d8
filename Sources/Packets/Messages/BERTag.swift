/// What an element in the Basic Encoding Rules says it is, ITU-T X.690 section 8.1.2.
///
///     bit   7 6       5             4 .. 0
///           | class | constructed | number, 31: in the octets that follow, seven bits each |
struct BERTag: Hashable, Sendable {
  /// Who gave the number its meaning.
  enum Class: UInt8, Sendable {
    /// X.680, the same in all of ASN.1.
    case universal
    /// The protocol.
    case application
    /// The type that the element stands in.
    case contextSpecific
    /// An agreement of somebody's own.
    case `private`
  }

  /// Who gave the number its meaning.
  let tagClass: Class
  /// Whether the contents are elements again.
  let isConstructed: Bool
  /// The number in its class.
  let number: UInt32

  /// A tag.
  init(_ tagClass: Class, _ number: UInt32, isConstructed: Bool = false) {
    self.tagClass = tagClass
    self.number = number
    self.isConstructed = isConstructed
  }

  /// A number that the type around it gives a meaning.
  static func contextSpecific(_ number: UInt32, isConstructed: Bool = true) -> Self {
    Self(.contextSpecific, number, isConstructed: isConstructed)
  }

  /// A number that the protocol gives a meaning.
  static func application(_ number: UInt32, isConstructed: Bool = true) -> Self {
    Self(.application, number, isConstructed: isConstructed)
  }

  static let boolean = Self(.universal, 1)
  static let integer = Self(.universal, 2)
  static let bitString = Self(.universal, 3)
  static let octetString = Self(.universal, 4)
  static let null = Self(.universal, 5)
  static let objectIdentifier = Self(.universal, 6)
  static let enumerated = Self(.universal, 10)
  static let utf8String = Self(.universal, 12)
  static let sequence = Self(.universal, 16, isConstructed: true)
  static let set = Self(.universal, 17, isConstructed: true)
  static let printableString = Self(.universal, 19)
  static let ia5String = Self(.universal, 22)
  static let utcTime = Self(.universal, 23)
  static let generalizedTime = Self(.universal, 24)
  static let generalString = Self(.universal, 27)
}
