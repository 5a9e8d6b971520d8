/// A column that an inventory may have.
enum InventoryColumn: String, CaseIterable {
  /// Hardware addresses.
  case mac
  /// IP addresses.
  case ip
  /// What the device is.
  case role
  /// What the operator calls it.
  case name
  /// Who made it.
  case vendor
  /// The operator's own words for it.
  case tags

  /// All columns, for error messages.
  static let words = WordList(allCases.map(\.rawValue))
}
