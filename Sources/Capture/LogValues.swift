/// Where the values of one line are, by field.
struct LogValues {
  private var places = [Range<Int>?](repeating: nil, count: LogField.allCases.count)

  /// The place of a value in the block of lines; `nil` where it is unset.
  subscript(field: LogField) -> Range<Int>? {
    get { places[field.rawValue] }
    set { places[field.rawValue] = newValue }
  }

  /// Forgets the line before.
  mutating func removeAll() {
    for index in places.indices { places[index] = nil }
  }
}
