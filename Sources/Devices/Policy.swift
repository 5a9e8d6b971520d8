public import Packets

/// What the operator says of the network: which addresses are its own, and which traffic is expected.
public struct Policy: Sendable {
  /// The networks that are the operator's own.
  public let internalNetworks: [IPNetwork]
  /// The entries of `expected`, in the order of the file.
  public let expectations: [Expectation]
  /// The peers that are known by DNS name only, in the order of the file, none twice.
  ///
  /// Their entries cannot fit any traffic, because traffic is matched by address.
  public let unresolvedNames: [String]

  private let networks: IPNetworkSet

  /// Networks that are internal where the policy lists none.
  ///
  /// Private addresses of RFC 1918 section 3, shared addresses of RFC 6598 (100.64.0.0/10), unique
  /// local addresses of RFC 4193 (fc00::/7).
  public static let defaultInternalNetworks: [IPNetwork] = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
  ].compactMap(IPNetwork.init)

  /// What holds without a policy file: the default networks, and nothing is expected.
  public static let none = Policy(internalNetworks: defaultInternalNetworks, expectations: [])

  /// A policy of values that are already checked.
  init(internalNetworks: [IPNetwork], expectations: [Expectation]) {
    self.internalNetworks = internalNetworks
    self.expectations = expectations
    networks = IPNetworkSet(internalNetworks)
    var names: [String] = []
    var seen: Set<String> = []
    for case .nameOnly(let name) in expectations.lazy.flatMap(\.peers)
    where seen.insert(name).inserted {
      names.append(name)
    }
    unresolvedNames = names
  }

  /// Whether an entry names a DNS name or a domain above it.
  public func lists(_ name: String) -> Bool {
    !unresolvedNames.isEmpty
      && unresolvedNames.contains { name == $0 || name.hasSuffix("." + $0) }
  }

  /// Where an address lies.
  ///
  /// `local` for what no router sends on (`AddressScope.isLocal`), even if the policy lists it;
  /// then `internal` for the internal networks; `outside` for the rest.
  public func scope(of address: IPAddress) -> AddressScope {
    if AddressScope.isLocal(address) { return .local }
    return networks.contains(address) ? .internal : .outside
  }

  /// The index of the first entry that fits a flow; `nil` where the operator expects no such flow.
  ///
  /// - `device`: the end that is judged.
  /// - `peer`, `peerDevice`: the other end; `nil` where it has no address, or is not in the inventory.
  /// - `transport`: what IP carries; `nil` where the flow is not IP.
  /// - `isEther`: whether the frames do not carry IP at all.
  /// - `port`: the port of the service, on whichever side it is; `nil` where there are no ports.
  ///
  /// A caller that counts hits keeps an array of `expectations.count` counters.
  public func expectation(
    device: Device, peer: IPAddress?, peerDevice: Device?, transport: IPProtocol?,
    isEther: Bool = false, port: UInt16?
  ) -> Int? {
    expectations.firstIndex {
      $0.fits(
        device: device, peer: peer, peerDevice: peerDevice, transport: transport, isEther: isEther,
        port: port)
    }
  }
}
