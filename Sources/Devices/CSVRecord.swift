/// One line of a CSV file, or several where a quoted field holds line breaks.
struct CSVRecord {
  /// Where its first field begins.
  let offset: Int
  /// Its fields, at least one.
  let fields: [CSVField]
}
