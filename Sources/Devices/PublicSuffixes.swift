/// The suffixes below which anybody may register a domain, by which names are told apart by owner.
///
/// The rules are those of the Public Suffix List (https://publicsuffix.org/list/) with both its
/// sections: what registries sell (`co.uk`) and what companies give away (`github.io`). The text of
/// the rules is searched as it lies in the program, so nothing is read, built or allocated for it.
public struct PublicSuffixes: Sendable {
  /// A rule a line, ordered by the octets of the names, with a newline behind each.
  ///
  /// `name` is a suffix; `*.name` says that each child of the name is one; `+name` says both; `!name`
  /// says that the name is none, although its parent has a `*.` rule.
  let rules: String
  /// Labels of the longest name in the rules, markers left out; one at least.
  let mostLabels: Int

  /// Rules in the form of `rules`, whose names have no more than `mostLabels` labels.
  init(mostLabels: Int, rules: String) {
    self.mostLabels = mostLabels
    self.rules = rules
  }

  /// The domain that the owner of a DNS name registered: its public suffix and one label more.
  ///
  /// - Parameter name: labels with points between, in any case, as `DNSMessage` writes them; one final
  ///   point is ignored. Internationalized labels are A-labels (`xn--`) or lower-case U-labels.
  /// - Returns: the last labels of `name` in lower case, without a final point: `example.co.uk` of
  ///   `www.Example.co.uk.`. `nil` for what nobody registered: a public suffix, a single label, the
  ///   root, an address, an empty label, and a text longer than any name.
  ///
  /// The formal algorithm of https://github.com/publicsuffix/list/wiki/Format to the letter: an
  /// unknown top-level domain is a suffix, and `*.kobe.jp` does not make one of `kobe.jp` itself.
  public static func registeredDomain(of name: String) -> String? {
    listed.registeredDomain(of: name)
  }

  /// As the static function, by these rules.
  func registeredDomain(of name: String) -> String? {
    guard let name = DomainLabels(name), !name.isAddress else { return nil }
    let suffix = suffixLength(of: name)
    guard suffix < name.count else { return nil }
    return String(decoding: name.last(suffix + 1), as: UTF8.self)
  }

  /// How many labels of a name are its public suffix.
  private func suffixLength(of name: DomainLabels) -> Int {
    var length = 1
    for labels in 1...min(name.count, mostLabels) {
      switch rule(for: name.last(labels)) {
      case .name: length = labels
      case .children where labels == name.count, nil: break
      case .children, .both: length = min(labels + 1, name.count)
      case .exception: return labels - 1
      }
    }
    return length
  }
}
