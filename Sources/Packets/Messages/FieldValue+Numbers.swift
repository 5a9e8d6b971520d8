extension FieldValue {
  /// A list of whole numbers, cut at `Fields.mostValues`.
  static func numbers(_ numbers: [some UnsignedInteger & FixedWidthInteger]) -> FieldValue {
    .list(numbers.prefix(Fields.mostValues).map { .number(UInt64($0)) })
  }
}
