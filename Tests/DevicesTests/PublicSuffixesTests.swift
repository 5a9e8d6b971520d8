import Testing

@testable import Devices

@Suite struct PublicSuffixesTests {
  /// Rows of a fixture: a name and its registered domain, which `-` says it has none of.
  private func rows(of file: String) throws -> [(name: String, domain: String?)] {
    let bytes = try ConfigurationFile.read(
      packageDirectory + "/Tests/Fixtures/public-suffixes/" + file)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { row in
        let words = row.split(separator: " ")
        return (String(words[0]), words[1] == "-" ? nil : String(words[1]))
      }
  }

  @Test(arguments: [("published.txt", 77), ("random.txt", 300)])
  func agreesWithOthers(file: String, count: Int) throws {
    let rows = try rows(of: file)
    #expect(rows.count == count)
    for row in rows {
      #expect(PublicSuffixes.registeredDomain(of: row.name) == row.domain, "\(row.name)")
    }
  }

  @Test(
    arguments: [
      // Customers of one provider are told apart, and so are the provider's own names.
      ("a.duckdns.org", "a.duckdns.org"), ("x.a.duckdns.org", "a.duckdns.org"),
      ("www.duckdns.org", "www.duckdns.org"), ("duckdns.org", nil),
      ("foo.github.io", "foo.github.io"), ("github.io", nil), ("github.com", "github.com"),
      // A wildcard says nothing of its parent.
      ("kobe.jp", "kobe.jp"), ("elb.amazonaws.com", "amazonaws.com"),
      // Case and the final point.
      ("WWW.Example.CO.UK.", "example.co.uk"), ("com.", nil), ("example.com..", nil),
      // An escaped point separates nothing, and one behind an escaped backslash does.
      ("a\\.example.com", "a\\.example.com"), ("x.a\\.b.example.com", "example.com"),
      ("a\\\\.example.com", "example.com"), ("com\\.", nil),
      ("\\000\\255.example.com", "example.com"),
      // Addresses, and what ends as one.
      ("192.0.2.1", nil), ("192.0.2.1.", nil), ("2001:db8::1", nil), ("::ffff:192.0.2.1", nil),
      ("192.0.2.256", nil), ("a.b.7", nil), ("192.0.2.1.example.com", "example.com"),
      ("example.com:443", "example.com:443"),
      // Unknown top-level domains are suffixes.
      ("ilo.rack7.dc", "rack7.dc"), ("_ldap._tcp.dc", "_tcp.dc"),
      // Nothing and next to nothing.
      ("", nil), (".", nil), ("..", nil), (".com", nil), ("a..com", nil), (" ", nil),
      // The markers of the rules.
      ("a.*", "a.*"), ("a.!", "a.!"), ("a.*.ck", "a.*.ck"), ("!www.ck", nil),
    ] as [(String, String?)])
  func registeredDomain(name: String, domain: String?) {
    #expect(PublicSuffixes.registeredDomain(of: name) == domain)
  }

  /// What is no letter of a name is one of its octets like any other.
  @Test func controlCharacters() {
    #expect(PublicSuffixes.registeredDomain(of: "\0") == nil)
    for name in ["\0.\0", "a.\n", "a.co\nm", "\n.com", "\u{fffd}.com", "com\n.com"] {
      #expect(PublicSuffixes.registeredDomain(of: "www." + name) == name)
    }
  }

  @Test func longNames() {
    let label = String(repeating: "a", count: 63)
    let domain = String(repeating: "b", count: 57) + ".com"
    let longest = [label, label, label, domain].joined(separator: ".")
    #expect(longest.utf8.count == 253)
    #expect(PublicSuffixes.registeredDomain(of: longest) == domain)
    let many = Array(repeating: "a", count: 127).joined(separator: ".")
    #expect(PublicSuffixes.registeredDomain(of: many) == "a.a")
    // The longest name there is, each octet escaped, and texts that no name has.
    let escaped = [63, 63, 63, 61].map { String(repeating: "\\255", count: $0) }
    let text = escaped.joined(separator: ".")
    #expect(text.utf8.count == DomainLabels.longest)
    #expect(
      PublicSuffixes.registeredDomain(of: text) == escaped[2...].joined(separator: "."))
    #expect(PublicSuffixes.registeredDomain(of: "a" + text) == nil)
    #expect(PublicSuffixes.registeredDomain(of: String(repeating: "a.", count: 100_000)) == nil)
  }

  /// The published algorithm word by word, over few rules and names that meet them often.
  @Test func formalAlgorithm() {
    var names = DomainNames(seed: 1)
    let words = ["a", "b", "ab", "a-b", "b0"]
    var found = 0
    for _ in 0..<300 {
      var markers: [String: String] = [:]
      for _ in 0...names.next(below: 12) {
        let name = names.name(of: words, most: 3)
        markers[name] = ["", "", "*.", "+", "!"][names.next(below: name.contains(".") ? 5 : 4)]
      }
      let lines = markers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let suffixes = PublicSuffixes(
        mostLabels: 3, rules: lines.map { $0.value + $0.key + "\n" }.joined())
      for _ in 0..<100 {
        let name = names.name(of: words, most: 5)
        let domain = suffixes.registeredDomain(of: name)
        #expect(domain == byDefinition(name, markers), "\(name) by \(suffixes.rules)")
        found += domain == nil ? 0 : 1
      }
    }
    #expect(found > 10_000)
  }

  /// The registered domain by comparing a name with every rule.
  private func byDefinition(_ name: String, _ markers: [String: String]) -> String? {
    let labels = Array(name.split(separator: ".").reversed())
    var longest = 1
    var exceptions: [Int] = []
    for (text, marker) in markers {
      var patterns: [[Substring]] = []
      let rule = Array(text.split(separator: ".").reversed())
      if marker != "*." { patterns.append(rule) }
      if marker == "*." || marker == "+" { patterns.append(rule + ["*"]) }
      for pattern in patterns where pattern.count <= labels.count {
        guard zip(pattern, labels).allSatisfy({ $0 == "*" || $0 == $1 }) else { continue }
        if marker == "!" { exceptions.append(pattern.count - 1) }
        longest = max(longest, pattern.count)
      }
    }
    // Of several exceptions the algorithm does not say which prevails: here the shortest.
    let suffix = exceptions.min() ?? longest
    guard suffix < labels.count else { return nil }
    return labels[...suffix].reversed().joined(separator: ".")
  }

  /// The order that bisection needs, and that each rule is found.
  @Test func listedRules() throws {
    let listed = PublicSuffixes.listed
    #expect(listed.rules.utf8.last == UInt8(ascii: "\n"))
    var previous: [UInt8] = []
    var deepest = 0
    var counts: [PublicSuffixes.Rule: Int] = [:]
    for line in listed.rules.utf8.split(separator: UInt8(ascii: "\n")) {
      let (rule, marker): (PublicSuffixes.Rule, Int) =
        switch line.first {
        case UInt8(ascii: "*"): (.children, 2)
        case UInt8(ascii: "+"): (.both, 1)
        case UInt8(ascii: "!"): (.exception, 1)
        default: (.name, 0)
        }
      let name = Array(line.dropFirst(marker))
      #expect(previous.lexicographicallyPrecedes(name), "\(String(decoding: name, as: UTF8.self))")
      #expect(listed.rule(for: name[...]) == rule, "\(String(decoding: name, as: UTF8.self))")
      deepest = max(deepest, name.split(separator: UInt8(ascii: ".")).count)
      counts[rule, default: 0] += 1
      previous = name
    }
    #expect(deepest == listed.mostLabels)
    #expect(counts[.name, default: 0] > 10_000)
    #expect(counts[.children, default: 0] > 100)
    #expect(counts[.exception] == 8)
  }

  /// What comes out is the end of what went in, and its own registered domain.
  @Test func hostileNames() {
    var names = DomainNames(seed: 2)
    var found = 0
    for _ in 0..<20_000 {
      let name = names.hostile(most: 60)
      guard let domain = PublicSuffixes.registeredDomain(of: name) else { continue }
      found += 1
      var lower = name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
      if !lower.reversed().starts(with: domain.utf8.reversed()) { lower.removeLast() }
      #expect(lower.reversed().starts(with: domain.utf8.reversed()), "\(name)")
      #expect(PublicSuffixes.registeredDomain(of: domain) == domain, "\(name)")
    }
    #expect(found > 1000)
  }
}
