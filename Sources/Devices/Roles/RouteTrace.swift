import Packets

/// What the TTL of a packet says about the way that it came.
enum RouteTrace {
  /// No router passes such a packet on: its sender is on this link.
  case fromLink
  /// It is as its sender made it, as far as can be told.
  case unclear
  /// A router has passed it on.
  case passedOn

  /// Stacks start at 32, 64, 128 or 255, and routers count down. A TTL of less than 32 is made by
  /// traceroute and by protocols of the link too, so that it shows nothing.
  init(_ packet: Packet) {
    if RouteTrace.staysOnLink(packet) {
      self = .fromLink
      return
    }
    switch packet.timeToLive {
    case 64, 128, 255, 0...32: self = .unclear
    default: self = .passedOn
    }
  }

  /// Local groups (224.0.0.0/24, RFC 5771 section 4; link-local scope, RFC 4291 section 2.7), link-local
  /// senders, and neighbor discovery, which is only believed with a hop limit of 255 (RFC 4861).
  private static func staysOnLink(_ packet: Packet) -> Bool {
    let destination = packet.destination
    guard !packet.source.isIPv4 else {
      return destination.v4 >> 8 == 0xe0_0000 || destination.v4 == .max
        || packet.source.v4 >> 16 == 0xa9fe
    }
    if destination.high >> 48 & 0xff0f == 0xff02 || packet.source.high >> 54 == 0x3fa {
      return true
    }
    return packet.transport == .icmpv6 && packet.traits.contains(.hasPorts)
      && (133...137).contains(packet.sourcePort) && packet.timeToLive == 255
  }
}
