/// Where one field of a CSV record stands in its file.
struct CSVField {
  /// The bytes between the quotes, or of the bare text without blanks around it.
  let range: Range<Int>
  /// Whether it stood in quotes, so that two quotes in it mean one.
  let isQuoted: Bool
}
