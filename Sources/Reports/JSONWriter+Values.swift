public import Packets

/// Values that were read of a message.
extension JSONWriter {
  /// Writes a value: numbers, flags and texts as such, octets as hexadecimal digits, addresses as text,
  /// lists as lists, groups as objects.
  public mutating func value(_ value: FieldValue) {
    switch value {
    case .number(let number): integer(number)
    case .signed(let number): integer(Int(number))
    case .flag(let flag): self.flag(flag)
    case .text(let text): self.text(text)
    case .octets(let octets): hexadecimal(octets)
    case .mac(let address): text(address.description)
    case .address(let address): self.address(address)
    case .list(let values):
      beginArray()
      for element in values { self.value(element) }
      endArray()
    case .group(let fields):
      beginObject()
      for field in fields.list {
        key(field.name)
        self.value(field.value)
      }
      endObject()
    }
  }

  private mutating func hexadecimal(_ octets: [UInt8]) {
    beginValue()
    buffer.append(0x22)
    for octet in octets { hexadecimal(UInt64(octet), width: 2) }
    buffer.append(0x22)
  }
}
