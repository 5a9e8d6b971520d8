/// Lists that grow while a message is read, for what it says in several places.
///
/// The elements of a list may stand far apart among others; a name must stand once in the fields, so
/// they are gathered here and added when the message is at its end. Each list is cut at
/// `Fields.mostValues`.
struct FieldLists {
  private var names: [String] = []
  private var values: [[FieldValue]] = []

  /// Adds a value to the list of a name, which begins with it where there was none.
  mutating func append(_ value: FieldValue, to name: String) {
    guard let index = names.firstIndex(of: name) else {
      names.append(name)
      values.append([value])
      return
    }
    if values[index].count < Fields.mostValues { values[index].append(value) }
  }

  /// Adds all lists to the fields, in the order in which they began.
  func add(to fields: inout Fields) {
    for (name, list) in zip(names, values) { fields.add(name, list) }
  }
}
