import Capture
import Packets

@testable import Devices

/// Packets and evidence made by hand, of documentation addresses (RFC 5737, RFC 7042 section 2.1.2).
enum RoleSample {
  static let server = MACAddress(rawValue: 0x0000_5e00_5310)
  static let other = MACAddress(rawValue: 0x0000_5e00_5320)
  static let address = IPAddress(v4: 0xc000_0210)
  static let peer = IPAddress(v4: 0xc000_0220)

  static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds, nanoseconds: 0) }

  /// A UDP packet from a machine of this link.
  static func packet(
    from mac: MACAddress = server, _ source: IPAddress = address,
    to destination: IPAddress = peer, ports: (UInt16, UInt16) = (40_000, 50_000),
    timeToLive: UInt8 = 64, at seconds: Int64 = 1
  ) -> Packet {
    var packet = Packet()
    packet.timestamp = time(seconds)
    packet.sourceMAC = mac
    packet.destinationMAC = other
    packet.network = source.isIPv4 ? .ipv4 : .ipv6
    packet.linkProtocol = LinkProtocol(source.isIPv4 ? .ipv4 : .ipv6)
    packet.source = source
    packet.destination = destination
    packet.transport = .udp
    packet.timeToLive = timeToLive
    packet.sourcePort = ports.0
    packet.destinationPort = ports.1
    packet.traits = [.hasMAC, .hasPorts]
    return packet
  }

  /// ARP of a machine of this link.
  static func resolution(from mac: MACAddress, _ source: IPAddress) -> Packet {
    var packet = packet(from: mac, source)
    packet.network = .arp
    packet.traits = .hasMAC
    return packet
  }

  /// The evidence of a text, as the tables have it.
  static func evidence(_ kind: RoleEvidenceKind, _ text: String) -> [RoleEvidence] {
    RoleSignatures.matching(kind, text).map {
      RoleEvidence($0, text, address: address, peer: peer, at: time(1))
    }
  }

  /// The statements of a message with these fields.
  static func statements(
    _ name: ProtocolName, _ fields: [(String, FieldValue)], in packet: Packet = packet(),
    fromInitiator: Bool = false
  ) -> [RoleStatement] {
    var message = Fields()
    for (name, value) in fields { message.add(name, value) }
    return RoleMessage(
      Message(name: name, recognition: .certain, fields: message), in: packet,
      fromInitiator: fromInitiator
    ).statements
  }
}
