/// Whether two names of a maker mean the same company.
///
/// Inventories say `HPE`, the registry of hardware addresses `Hewlett Packard Enterprise`: the first word counts, in
/// lower case, and a few companies go by several.
enum VendorName {
  /// What names of one company have in common; empty where there is no name.
  static func key(_ name: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    guard let word = words.first.map(String.init) else { return "" }
    return others[word] ?? word
  }

  /// First words that stand for a company of another first word.
  private static let others: [String: String] = [
    "hewlett": "hpe", "hp": "hpe", "aruba": "hpe", "super": "supermicro", "mellanox": "nvidia",
    "qct": "quanta", "ieit": "inspur", "wiwynn": "wistron", "accton": "edgecore",
    "american": "ami", "megarac": "ami", "emc": "dell",
  ]
}
