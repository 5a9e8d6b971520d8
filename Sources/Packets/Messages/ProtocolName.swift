/// What a protocol is called in output and in policies: lower case, digits and underscores (`ntp`).
public struct ProtocolName: RawRepresentable, Hashable, Sendable {
  /// The name.
  public let rawValue: String
  /// A name as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

extension ProtocolName: ExpressibleByStringLiteral {
  /// A name as it is.
  public init(stringLiteral value: String) { rawValue = value }
}

extension ProtocolName: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}
