/// Lists whose elements are all written the same way.
extension JSONWriter {
  /// Writes a list as a value.
  mutating func list<Elements: Collection>(
    _ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }

  /// Writes a list under a key; an empty list is left out with its key.
  mutating func list<Elements: Collection>(
    _ key: String, _ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    self.key(key)
    list(elements, write)
  }
}
