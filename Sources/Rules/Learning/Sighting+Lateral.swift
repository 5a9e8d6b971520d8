import Devices

extension Sighting {
  /// Whether one machine that is managed from elsewhere starts a conversation with another, which neither has
  /// business with: a controller or a switch with a controller or a server's card, a controller with a switch
  /// that is not just its gateway.
  var isLateral: Bool {
    guard let peer, let kind = ServiceKind(self) else { return false }
    let (starter, target) =
      deviceStarted ? (device.role, peer.role) : (peer.role, device.role)
    guard starter == .bmc || starter == .switch, !kind.isNeighbourDiscovery,
      scope != .local || usual == nil
    else { return false }
    switch target {
    case .bmc, .nic: return true
    case .switch: return starter == .bmc && !kind.isOfGateway
    case .router, .server, .host, .unknown: return false
    }
  }
}
