import Capture
import Devices
import Flows
import Packets

/// Packets that a machine sends while it starts: before it has an address of its own.
///
/// A loader (PXE, iPXE, UEFI HTTP boot) asks for one before its system does, a system that starts asks
/// again, and IPv6 makes sure that an address is free before it is used. A system that goes on renews
/// what it has from its own address.
enum BootSign {
  /// Whether the packet of a sighting is one.
  ///
  /// - A BOOTP or DHCP request from 0.0.0.0 (RFC 951 section 3, RFC 2131 section 4.1).
  /// - A neighbour solicitation or router solicitation from :: (RFC 4862 section 5.4.2, RFC 4861 section
  ///   4.1).
  static func isSign(_ sighting: borrowing Sighting) -> Bool {
    let flow = sighting.event.flow
    guard sighting.fromDevice else { return false }
    let end = sighting.deviceEnd
    switch flow.transport {
    case .udp: return end.port == 68 && sighting.peerEnd.port == 67 && end.address == unspecified
    case .icmpv6: return (end.port == 135 || end.port == 133) && end.address == .zero
    default: return false
    }
  }

  /// Whether the message of a sighting is an ARP probe: a request from 0.0.0.0 (RFC 5227 section 2.1.1).
  static func isProbe(_ sighting: borrowing Sighting) -> Bool {
    guard sighting.fromDevice, let fields = sighting.content.message?.fields,
      let resolution = Resolution(fields)
    else { return false }
    return !resolution.isReply && resolution.senderAddress == unspecified
  }

  /// 0.0.0.0, which stands for no address yet (RFC 1122 section 3.2.1.3).
  private static let unspecified = IPAddress(v4: 0)
}
