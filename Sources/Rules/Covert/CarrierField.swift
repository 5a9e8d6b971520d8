/// A field of a header that a sender chooses and a receiver ignores, or hardly looks at.
enum CarrierField: UInt8, CaseIterable, Sendable {
  /// The identification of IPv4, RFC 791 and RFC 6864.
  case identification
  /// The initial sequence number of TCP, RFC 6528.
  case initialSequence
  /// The flow label of IPv6, RFC 6437.
  case flowLabel
  /// Time to live or hop limit.
  case timeToLive
  /// The six bits of DSCP, RFC 2474.
  case trafficClass
  /// The reserved flag of IPv4, the reserved bits of TCP, what ICMP does not use.
  case reserved
  /// The urgent pointer of TCP without URG.
  case urgentPointer
  /// What stands behind the end of the options of TCP.
  case optionPadding
  /// What pads a short frame of Ethernet.
  case framePadding
  /// Information of LLDP under an organization that nobody knows here.
  case neighborInformation

  /// As finding identifiers use it; never changes.
  var name: String {
    switch self {
    case .identification: "ip.identification"
    case .initialSequence: "tcp.initial_sequence"
    case .flowLabel: "ipv6.flow_label"
    case .timeToLive: "ip.time_to_live"
    case .trafficClass: "ip.dscp"
    case .reserved: "reserved"
    case .urgentPointer: "tcp.urgent_pointer"
    case .optionPadding: "tcp.option_padding"
    case .framePadding: "ethernet.padding"
    case .neighborInformation: "lldp.private"
    }
  }

  /// As a sentence says it.
  var phrase: String {
    switch self {
    case .identification: "identifications of IPv4"
    case .initialSequence: "initial sequence numbers of TCP"
    case .flowLabel: "flow labels of IPv6"
    case .timeToLive: "the time to live"
    case .trafficClass: "DSCP"
    case .reserved: "reserved bits"
    case .urgentPointer: "the urgent pointer of TCP without URG"
    case .optionPadding: "the octets behind the last option of TCP"
    case .framePadding: "the padding of short frames"
    case .neighborInformation: "private information in LLDP"
    }
  }

  /// Bits of the numbers that are drawn or counted.
  var width: Int {
    switch self {
    case .initialSequence: 32
    case .flowLabel: 20
    default: 16
    }
  }

  /// So many bits at least must never change before that says something: generators with 15 bits, and counters of
  /// 64,000, are known.
  var fewestConstantBits: Int { self == .initialSequence ? 12 : 4 }

  /// Octets of a number that could be text; 0 where it is not made of octets.
  var octets: Int {
    switch self {
    case .identification: 2
    case .initialSequence: 4
    default: 0
    }
  }

  /// The first octet on the wire of a number.
  func firstOctet(of number: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: number >> UInt32(max(0, width - 8)))
  }
}
