extension String {
  /// Whether a name is that of a domain, or of one below it; both in lower case without a final point.
  func isName(atOrBelow domain: String) -> Bool {
    guard utf8.count > domain.utf8.count else { return self == domain }
    return hasSuffix(domain) && utf8.dropLast(domain.utf8.count).last == 0x2e
  }
}
