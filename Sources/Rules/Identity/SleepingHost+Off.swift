import Capture
import Devices
import Flows
import Packets

/// Machines that the inventory calls powered off.
extension SleepingHost {
  /// Whether the inventory says that the machine is off; a controller is on while its machine is off.
  func isCalledOff(_ sighting: borrowing Sighting) -> Bool {
    guard !sighting.device.tags.isEmpty, sighting.device.role != .bmc else { return false }
    return sighting.device.tags.contains(SleepingHost.tag)
      && sighting.device.macs.contains(sighting.deviceEnd.mac)
  }

  mutating func offFinding(_ marks: StackMarks, _ sighting: borrowing Sighting) -> Finding? {
    let device = sighting.device
    guard !started.contains(device.index), !SleepingHost.isByDesign(sighting),
      sighting.event.payloadLength > 0 || marks.tcpFlags.contains(.syn),
      let due = told.note(
        StackKey(sighting), about: 1, of: device.index, at: sighting.event.time)
    else { return nil }
    return finding(
      StackText.channel(StackKey(sighting)) + " off", due,
      "the inventory calls it \(SleepingHost.tag), and it sends to \(sighting.peerEnd.address) from "
        + "\(sighting.deviceEnd.address) at \(sighting.deviceEnd.mac), with time to live "
        + "\(marks.timeToLive)",
      sighting,
      [
        Evidence("host.tag", .text(SleepingHost.tag)),
        Evidence("stack.time_to_live", .integer(Int(marks.timeToLive))),
        Evidence("stack.dont_fragment", .flag(marks.dontFragment)),
      ])
  }

  /// Ports of UDP at which cards and controllers send for a machine that is off: wake-up packets, DHCP,
  /// mDNS (RFC 6762), ASF and IPMI.
  private static let ownPorts: Set<UInt16> = [7, 9, 67, 68, 546, 547, 623, 664, 5353]

  /// Whether cards and controllers send such packets by design.
  private static func isByDesign(_ sighting: borrowing Sighting) -> Bool {
    let ports = [sighting.deviceEnd.port, sighting.peerEnd.port]
    switch sighting.event.flow.transport {
    case .udp: return ports.contains(where: ownPorts.contains)
    case .tcp: return ports.contains(where: SystemsLedger.sidebandPorts.contains)
    case .icmpv6: return ServiceKind(sighting)?.isNeighbourDiscovery ?? false
    default: return false
    }
  }
}
