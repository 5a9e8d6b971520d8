public import Capture
public import Packets

extension Flow {
  /// A conversation that somebody else has counted, such as a line of Zeek's `conn.log`.
  ///
  /// Of ICMP the ports are type and code, as the table has them: the code gives way to the type that
  /// answers, where there is one. Packets are counted up to 2^32 - 1.
  /// - Parameters:
  ///   - initiator: Who started, and what it sent.
  ///   - responder: The other end, and what it sent.
  ///   - transport: What IP carries.
  ///   - vlans: The VLAN tags.
  ///   - first: The first packet.
  ///   - last: The last packet.
  ///   - traits: What is known of it, but for who started.
  public init(
    initiator: End, responder: End, transport: IPProtocol, vlans: VLANStack = .none,
    first: Timestamp, last: Timestamp, traits: FlowTraits = []
  ) {
    self.init()
    let side = FlowKey.make(
      initiator: initiator, responder: responder, transport: transport, vlans: vlans, into: &key)
    self.first = first
    self.last = last
    self.traits = traits.subtracting(.initiatorIsSide1)
    if side == 1 { self.traits.insert(.initiatorIsSide1) }
    fill(side, with: initiator)
    fill(1 - side, with: responder)
  }

  private mutating func fill(_ side: Int, with end: End) {
    packets[side] = UInt32(clamping: end.packets)
    frameBytes[side] = end.bytes
    payloadBytes[side] = end.payloadBytes
    flags[side] = end.tcpFlags.rawValue
    macLow[side] = UInt32(truncatingIfNeeded: end.mac.rawValue)
    macHigh[side] = UInt16(truncatingIfNeeded: end.mac.rawValue >> 32)
  }
}

extension Flow.End {
  /// An end that has sent nothing yet.
  public init(address: IPAddress, port: UInt16, mac: MACAddress = .zero) {
    self.init(
      address: address, port: port, mac: mac, packets: 0, bytes: 0, payloadBytes: 0, tcpFlags: [])
  }
}

extension FlowKey {
  /// The key of a conversation of IP, and which side started it (0 or 1).
  fileprivate static func make(
    initiator: Flow.End, responder: Flow.End, transport: IPProtocol, vlans: VLANStack,
    into key: inout FlowKey
  ) -> Int {
    let number = UInt64(transport.rawValue)
    let isICMP = transport == .icmp || transport == .icmpv6
    let port = transport.hasPorts || isICMP ? UInt64(initiator.port) : 0
    var otherPort = transport.hasPorts || isICMP ? UInt64(responder.port) : 0
    if isICMP, let answer = ICMPPair.counterpart(number, port) { otherPort = answer }
    let address = initiator.address
    let other = responder.address
    let family = address.isIPv4 && other.isIPv4 ? Family.ipv4 : .ipv6
    let isHigher = address != other ? address > other : port > otherPort
    let lower = isHigher ? other : address
    let higher = isHigher ? address : other
    key.high0 = lower.high
    key.low0 = lower.low
    key.high1 = higher.high
    key.low1 = higher.low
    let ports = isHigher ? otherPort << 48 | port << 32 : port << 48 | otherPort << 32
    key.ends = ports | number << 8 | UInt64(family.rawValue)
    key.vlans = vlans.rawValue
    return isHigher ? 1 : 0
  }
}
