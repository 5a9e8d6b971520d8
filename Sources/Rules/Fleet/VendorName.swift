/// Whether two names of a maker mean the same company.
///
/// Inventories say `HPE`, the registry of hardware addresses `Hewlett Packard Enterprise`: the first word that is no
/// place counts, in lower case, and a few companies go by several.
enum VendorName {
  /// What names of one company have in common; empty where there is no name.
  static func key(_ name: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let rest = words.drop { places.contains($0) }
    guard let word = rest.first ?? words.first else { return "" }
    if word == "american" || word == "international" {
      // Of firms that begin so the second word tells them apart.
      let second = rest.dropFirst().first ?? ""
      return pairs["\(word) \(second)"] ?? "\(word) \(second)"
    }
    return others[word] ?? word
  }

  /// First words that say where a company is, of which hundreds have the same.
  private static let places: Set<String> = [
    "new", "beijing", "shanghai", "shenzhen", "guangzhou", "guangdong", "hangzhou", "zhejiang",
    "nanjing", "jiangsu", "suzhou", "wuxi", "wuhan", "chengdu", "sichuan", "xiamen", "fujian",
    "dongguan", "zhongshan", "zhuhai", "huizhou", "ningbo", "hefei", "anhui", "jinan", "shandong",
    "qingdao", "tianjin", "chongqing", "hunan", "changsha", "xi", "hong", "kong", "china", "taiwan",
    "taipei",
  ]

  /// First words that stand for a company of another first word.
  private static let others: [String: String] = [
    "hewlett": "hpe", "hp": "hpe", "hpn": "hpe", "procurve": "hpe", "aruba": "hpe",
    "super": "supermicro", "mellanox": "nvidia", "qct": "quanta", "ieit": "inspur",
    "wiwynn": "wistron", "accton": "edgecore", "tyan": "mitac", "megarac": "ami", "emc": "dell",
    "force10": "dell", "giga": "gigabyte", "asustek": "asus", "foundry": "brocade",
  ]

  /// The same of two words.
  private static let pairs: [String: String] = [
    "american megatrends": "ami", "international business": "ibm",
  ]
}
