public import Capture
public import Packets

/// A machine as the roster tells it: its own addresses, what is known of it, and what it is.
public struct ObservedDevice: Sendable {
  /// Which machine.
  public let key: RosterKey
  /// Its own IP addresses, ascending; those of machines behind a router are left out.
  public let addresses: [IPAddress]
  /// What it calls itself; empty where it does not say.
  public let name: String
  /// Who made its interface, by OUI; empty where not known.
  public let vendor: String
  /// When it was heard or spoken to first.
  public let first: Timestamp
  /// When it was heard or spoken to last.
  public let last: Timestamp
  /// Frames that it sent.
  public let packets: UInt64
  /// What it is.
  public let inference: RoleInference
  /// What speaks for its role, the strongest first.
  public let evidence: [RoleEvidence]
  /// Evidence that was not kept for want of room.
  public let evidenceDropped: UInt64

  /// The addresses that can stand in an inventory: those that are not bound to one link.
  public var routableAddresses: [IPAddress] { addresses.filter { !AddressScope.isLocal($0) } }

  /// The evidence that counts, the strongest first: that for the role that is told and for the roles it
  /// took over; all where no role is told.
  public var strongest: [RoleEvidence] {
    let basis = inference.basis
    return evidence.filter {
      $0.counts && (inference.role == .unknown || basis.contains($0.role))
    }
  }

  /// The evidence that speaks for a role and counts, the strongest first.
  public func evidence(for role: DeviceRole) -> [RoleEvidence] {
    evidence.filter { $0.role == role && $0.counts }
  }
}
