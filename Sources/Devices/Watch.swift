public import Packets

/// Whose conversations count although no inventory names them: those that these addresses start.
public struct Watch: Sendable {
  /// Whether every address is included.
  public let isEverybody: Bool
  private let networks: IPNetworkSet

  /// Only the inventory's devices count.
  public static let nobody = Watch(isEverybody: false, networks: [])
  /// Everybody counts.
  public static let everybody = Watch(isEverybody: true, networks: [])

  private init(isEverybody: Bool, networks: [IPNetwork]) {
    self.isEverybody = isEverybody
    self.networks = IPNetworkSet(networks)
  }

  /// Addresses of these networks count.
  public init(_ networks: [IPNetwork]) {
    self.init(isEverybody: false, networks: networks)
  }

  /// Whether nobody counts.
  public var isEmpty: Bool { !isEverybody && networks.isEmpty }

  /// The addresses that are included, where it is not everybody.
  public var ranges: [ClosedRange<IPAddress>] { networks.ranges }

  /// Whether what an address starts counts.
  public func includes(_ address: IPAddress) -> Bool {
    isEverybody || networks.contains(address)
  }
}
