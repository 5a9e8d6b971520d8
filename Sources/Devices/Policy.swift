public import Packets

/// What the operator says of the network: which addresses are its own, what is expected, and which
/// machines belong where.
public struct Policy: Sendable {
  /// The networks that are the operator's own.
  public let internalNetworks: [IPNetwork]
  /// The named sets of machines, in the order of the file.
  public let namedGroups: [AddressGroup]
  /// Whether the shipped profiles of the roles hold.
  public let hasDefaults: Bool
  /// The entries of `expected`, in the order of the file.
  public let expectations: [Expectation]
  /// The entries of `vlans`, in the order of the file.
  public let vlanExpectations: [VLANExpectation]
  /// The DNS names that entries name as peers, by themselves or in a group, in the order of the file, none
  /// twice.
  ///
  /// They fit conversations that ask for the name, and addresses that a DNS answer gave for it.
  public let peerNames: [String]

  /// The groups by name.
  let groups: [String: AddressGroup]
  /// The entries that say what the content is, by index.
  let contentEntries: [Int]
  private let networks: IPNetworkSet

  /// Networks that are internal where the policy lists none.
  ///
  /// Private addresses of RFC 1918 section 3, shared addresses of RFC 6598 (100.64.0.0/10), unique
  /// local addresses of RFC 4193 (fc00::/7).
  public static let defaultInternalNetworks: [IPNetwork] = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
  ].compactMap(IPNetwork.init)

  /// The groups that the shipped profiles know: where the operator defines one, only its members are
  /// usual peers of the services that belong to it.
  public static let knownGroups = [
    "management", "ntp", "dns", "syslog", "admins", "call-home",
  ]

  /// What holds without a policy file: the default networks, the shipped profiles, and nothing more is
  /// expected.
  public static let none = Policy(internalNetworks: defaultInternalNetworks)

  /// A policy of values that are already checked.
  init(
    internalNetworks: [IPNetwork], groups: [AddressGroup] = [], hasDefaults: Bool = true,
    expectations: [Expectation] = [], vlans: [VLANExpectation] = []
  ) {
    self.internalNetworks = internalNetworks
    self.namedGroups = groups
    self.hasDefaults = hasDefaults
    self.expectations = expectations
    contentEntries = expectations.indices.filter { !expectations[$0].protocols.isEmpty }
    vlanExpectations = vlans
    networks = IPNetworkSet(internalNetworks)
    let byName = Dictionary(groups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.groups = byName
    var seen: Set<String> = []
    peerNames = expectations.lazy.flatMap(\.peers).flatMap { peer -> [String] in
      switch peer {
      case .name(let name): [name]
      case .group(let name): byName[name]?.names ?? []
      case .network, .device: []
      }
    }.filter { seen.insert($0).inserted }
  }

  /// Where an address lies.
  ///
  /// `local` for what no router sends on (`AddressScope.isLocal`), even if the policy lists it;
  /// then `internal` for the internal networks; `outside` for the rest.
  public func scope(of address: IPAddress) -> AddressScope {
    if AddressScope.isLocal(address) { return .local }
    return networks.contains(address) ? .internal : .outside
  }
}
