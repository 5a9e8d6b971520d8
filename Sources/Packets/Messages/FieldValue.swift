/// The value of a field of a message, copied out of the packet.
public enum FieldValue: Hashable, Sendable {
  /// A whole number of at most 64 bits without sign.
  case number(UInt64)
  /// A whole number with sign.
  case signed(Int64)
  /// A yes or no.
  case flag(Bool)
  /// A text; what was not UTF-8 is replaced by U+FFFD.
  case text(String)
  /// Octets that are no text, written as hexadecimal digits.
  case octets([UInt8])
  /// A hardware address.
  case mac(MACAddress)
  /// An IP address.
  case address(IPAddress)
  /// Several values in order.
  case list([FieldValue])
  /// Named values in order.
  case group(Fields)
}
