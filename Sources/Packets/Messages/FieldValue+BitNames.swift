extension FieldValue {
  /// A list of the names whose bits are set, the name of bit 0 first; bits beyond the names have none.
  static func names(ofBits bits: some UnsignedInteger & FixedWidthInteger, _ names: [String])
    -> FieldValue
  {
    .list(
      names.enumerated().filter { bits >> $0.offset & 1 == 1 }.map { .text($0.element) })
  }
}
