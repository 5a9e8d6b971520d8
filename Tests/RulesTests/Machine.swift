import Capture
import Packets

/// One end of hand-made packets.
struct Machine {
  var mac: UInt64
  var address: IPAddress

  init(_ mac: UInt64, _ v4: UInt32) {
    self.mac = mac
    address = IPAddress(v4: v4)
  }

  init(_ mac: UInt64, _ address: IPAddress) {
    self.mac = mac
    self.address = address
  }

  static let bmc = Machine(0x0200_0000_0101, 0x0a00_0101)
  static let otherBMC = Machine(0x0200_0000_0102, 0x0a00_0102)
  static let `switch` = Machine(0x0200_0000_0201, 0x0a00_0201)
  static let card = Machine(0x0200_0000_0301, 0x0a00_0301)
  static let server = Machine(0x0200_0000_0401, 0x0a00_0401)
  static let host = Machine(0x0200_0000_0501, 0x0a00_0501)
  /// 10.0.9.9, in no inventory.
  static let stranger = Machine(0x0200_0000_0909, 0x0a00_0909)

  /// 203.0.113.`number`, behind the router.
  static func outside(_ number: UInt32 = 7) -> Machine {
    Machine(0x0200_0000_0001, 0xcb00_7100 + number)
  }

  /// The same machine under its link-local address fe80::xxx.
  func linkLocal(_ number: UInt64) -> Machine {
    Machine(mac, IPAddress(high: 0xfe80 << 48, low: number))
  }

  private func packet(_ seconds: Double, to peer: Machine) -> Packet {
    var packet = Packet()
    packet.timestamp = Timestamp(rawValue: Int64((seconds * 1e9).rounded()))
    packet.sourceMAC = MACAddress(rawValue: mac)
    packet.destinationMAC = MACAddress(rawValue: peer.mac)
    packet.traits = .hasMAC
    return packet
  }

  /// An IP packet without ports.
  func sends(
    _ transport: IPProtocol, to peer: Machine, at seconds: Double, payload: UInt32 = 20
  ) -> Packet {
    var packet = packet(seconds, to: peer)
    let isIPv4 = address.isIPv4
    packet.network = isIPv4 ? .ipv4 : .ipv6
    packet.linkProtocol = LinkProtocol(isIPv4 ? .ipv4 : .ipv6)
    packet.source = address
    packet.destination = peer.address
    packet.transport = transport
    packet.payloadLength = payload
    packet.wireLength = 60 + payload
    return packet
  }

  /// A datagram.
  func udp(
    to peer: Machine, _ port: UInt16, from ownPort: UInt16 = 40000, at seconds: Double,
    payload: UInt32 = 20
  ) -> Packet {
    var packet = sends(.udp, to: peer, at: seconds, payload: payload)
    packet.traits.insert(.hasPorts)
    packet.sourcePort = ownPort
    packet.destinationPort = port
    return packet
  }

  /// A segment.
  func tcp(
    to peer: Machine, _ port: UInt16, from ownPort: UInt16 = 40000, at seconds: Double,
    _ flags: TCPFlags = .syn, payload: UInt32 = 0, sequence: UInt32 = 0
  ) -> Packet {
    var packet = udp(to: peer, port, from: ownPort, at: seconds, payload: payload)
    packet.transport = .tcp
    packet.tcpFlags = flags
    packet.tcpSequence = sequence
    return packet
  }

  /// An ICMP message.
  func icmp(
    to peer: Machine, type: UInt16, code: UInt16 = 0, at seconds: Double, payload: UInt32 = 56
  ) -> Packet {
    var packet = udp(to: peer, code, from: type, at: seconds, payload: payload)
    packet.transport = address.isIPv4 ? .icmp : .icmpv6
    return packet
  }

  /// A frame that is not IP.
  func frame(
    _ type: LinkProtocol, to peer: UInt64, at seconds: Double, payload: UInt32 = 46
  ) -> Packet {
    var packet = packet(seconds, to: Machine(peer, 0))
    packet.linkProtocol = type
    packet.payloadLength = payload
    packet.wireLength = 14 + payload
    return packet
  }

  /// A frame with an EtherType.
  func frame(_ type: UInt16, to peer: UInt64, at seconds: Double) -> Packet {
    frame(LinkProtocol(EtherType(rawValue: type)), to: peer, at: seconds)
  }
}
