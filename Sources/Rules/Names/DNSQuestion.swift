import Capture
import Devices
import Packets

/// The question of a DNS message, cut into what its owner registered and what stands before that.
///
/// RFC 1035 section 4.1.2. Names of addresses (`in-addr.arpa`, `ip6.arpa`) and single labels are none.
struct DNSQuestion: Sendable {
  /// The registered domain in lower case; of names that no registry sells the last two labels.
  let domain: String
  /// The labels before the domain, in octets as they were written.
  let labels: [[UInt8]]
  /// The name in lower case without a final point.
  let name: String
  /// The type.
  let type: UInt64
  /// Whether the message answers.
  let isResponse: Bool
  /// Bits that the labels could carry, by `CarriedInformation`.
  let information: Double

  /// The first question of a message; `nil` where it has none that could carry anything.
  ///
  /// `registered`: its registered domain where that is known; it is looked up otherwise.
  init?(_ message: Message, registered known: String? = nil) {
    guard message.name == "dns", case .flag(let isResponse)? = message.fields["response"],
      message.fields["opcode"]?.number == 0,
      let question = message.fields["questions"]?.values?.first?.fields,
      let written = question["name"]?.text, let type = question["type"]?.number
    else { return nil }
    let labels = DNSQuestion.labels(of: written)
    guard labels.count > 1, !labels.contains([]) else { return nil }
    var name = written.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    let isSpecial = SpecialUseDomains.isInternal(name)
    guard !(isSpecial && name.hasSuffix(".arpa")) else { return nil }
    let registered = isSpecial ? nil : known ?? PublicSuffixes.registeredDomain(of: name)
    let own = registered.map { DNSQuestion.labels(of: $0).count } ?? min(2, labels.count)
    let ending = labels.suffix(own).map { String(decoding: $0, as: UTF8.self) }
    domain = ending.joined(separator: ".").lowercased()
    self.labels = Array(labels.dropLast(own))
    self.name = name
    self.type = type
    self.isResponse = isResponse
    // A client that writes each name in random case, against forged answers, writes the domain so, too.
    let isCaseMeant = domain == ending.joined(separator: ".")
    information = CarriedInformation.bits(of: self.labels, isCaseMeant: isCaseMeant)
  }

  /// The labels of a name as RFC 1035 section 5.1 writes it: `\.` is a point in a label, `\195` an octet.
  private static func labels(of name: String) -> [[UInt8]] {
    var labels: [[UInt8]] = [[]]
    var rest = Array(name.utf8)[...]
    while let octet = rest.popFirst() {
      switch octet {
      case UInt8(ascii: "."): labels.append([])
      case UInt8(ascii: "\\"):
        let digits = rest.prefix(3)
        if digits.count == 3, let number = UInt8(String(decoding: digits, as: UTF8.self)) {
          labels[labels.count - 1].append(number)
          rest = rest.dropFirst(3)
        } else if let next = rest.popFirst() {
          labels[labels.count - 1].append(next)
        }
      default: labels[labels.count - 1].append(octet)
      }
    }
    // The root behind a final point.
    if labels.count > 1, labels.last == [] { labels.removeLast() }
    return labels
  }

  /// The longest label before the domain, in octets.
  var longestLabel: Int { labels.lazy.map(\.count).max() ?? 0 }

  /// Types that programs ask for by their trade: addresses, names, mail, services, keys of zones, texts.
  ///
  /// IANA's registry of resource record types: A, NS, CNAME, SOA, PTR, HINFO, MX, TXT, RP, AFSDB, AAAA, LOC, SRV,
  /// NAPTR, CERT, DNAME, OPT, DS, SSHFP, IPSECKEY, RRSIG, NSEC, DNSKEY, NSEC3, NSEC3PARAM, TLSA, SMIMEA, CDS,
  /// CDNSKEY, OPENPGPKEY, ZONEMD, SVCB, HTTPS, SPF, EUI48, EUI64, TKEY, IXFR, AXFR, ANY, URI, CAA.
  private static let usualTypes: Set<UInt64> = [
    1, 2, 5, 6, 12, 13, 15, 16, 17, 18, 28, 29, 33, 35, 37, 39, 41, 43, 44, 45, 46, 47, 48, 50, 51,
    52,
    53, 59, 60, 61, 63, 64, 65, 99, 108, 109, 249, 251, 252, 255, 256, 257,
  ]

  /// Whether hardly any program asks for the type: NULL (10), KEY (25), private use, what is not assigned.
  var isOfOddType: Bool { !DNSQuestion.usualTypes.contains(type) }

  /// The type as people say it.
  static func typeName(_ type: UInt64) -> String {
    switch type {
    case 1: "A"
    case 5: "CNAME"
    case 10: "NULL"
    case 12: "PTR"
    case 15: "MX"
    case 16: "TXT"
    case 25: "KEY"
    case 28: "AAAA"
    case 33: "SRV"
    case 65280...65534: "private use \(type)"
    default: "\(type)"
    }
  }
}
