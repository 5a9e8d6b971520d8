/// The type of a resource record or of a question, IANA registry "Resource Record (RR) TYPEs".
struct DNSRecordType: RawRepresentable, Hashable {
  let rawValue: UInt16

  static let a = DNSRecordType(rawValue: 1)
  static let ns = DNSRecordType(rawValue: 2)
  static let cname = DNSRecordType(rawValue: 5)
  static let soa = DNSRecordType(rawValue: 6)
  static let ptr = DNSRecordType(rawValue: 12)
  static let hinfo = DNSRecordType(rawValue: 13)
  static let mx = DNSRecordType(rawValue: 15)
  static let txt = DNSRecordType(rawValue: 16)
  static let aaaa = DNSRecordType(rawValue: 28)
  static let srv = DNSRecordType(rawValue: 33)
  static let dname = DNSRecordType(rawValue: 39)
  static let opt = DNSRecordType(rawValue: 41)
  static let svcb = DNSRecordType(rawValue: 64)
  static let https = DNSRecordType(rawValue: 65)
  static let spf = DNSRecordType(rawValue: 99)
  static let tsig = DNSRecordType(rawValue: 250)
  static let caa = DNSRecordType(rawValue: 257)

  /// The mnemonic of the registry, for the types that are met in networks.
  var name: String? {
    switch rawValue {
    case 1: "A"
    case 2: "NS"
    case 5: "CNAME"
    case 6: "SOA"
    case 10: "NULL"
    case 11: "WKS"
    case 12: "PTR"
    case 13: "HINFO"
    case 15: "MX"
    case 16: "TXT"
    case 17: "RP"
    case 18: "AFSDB"
    case 24: "SIG"
    case 25: "KEY"
    case 28: "AAAA"
    case 29: "LOC"
    case 33: "SRV"
    case 35: "NAPTR"
    case 36: "KX"
    case 37: "CERT"
    case 38: "A6"
    case 39: "DNAME"
    case 41: "OPT"
    case 42: "APL"
    case 43: "DS"
    case 44: "SSHFP"
    case 45: "IPSECKEY"
    case 46: "RRSIG"
    case 47: "NSEC"
    case 48: "DNSKEY"
    case 49: "DHCID"
    case 50: "NSEC3"
    case 51: "NSEC3PARAM"
    case 52: "TLSA"
    case 53: "SMIMEA"
    case 55: "HIP"
    case 59: "CDS"
    case 60: "CDNSKEY"
    case 61: "OPENPGPKEY"
    case 62: "CSYNC"
    case 63: "ZONEMD"
    case 64: "SVCB"
    case 65: "HTTPS"
    case 99: "SPF"
    case 108: "EUI48"
    case 109: "EUI64"
    case 249: "TKEY"
    case 250: "TSIG"
    case 251: "IXFR"
    case 252: "AXFR"
    case 255: "ANY"
    case 256: "URI"
    case 257: "CAA"
    default: nil
    }
  }
}
