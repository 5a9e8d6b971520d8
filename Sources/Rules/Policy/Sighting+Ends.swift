import Devices
import Flows
import Packets

extension Sighting {
  /// Whether the device's end is the device itself, and not a machine behind it.
  ///
  /// Switches and routers put their hardware address on what they forward. Theirs are the addresses that
  /// the inventory or their evidence gives them, those that nobody forwards, and what leaves with a whole
  /// time to live.
  var isDeviceItself: Bool {
    guard device.role == .switch || device.role == .router else { return true }
    let address = deviceEnd.address
    if device.addresses.contains(address) || AddressScope.isLocal(address) { return true }
    return deviceStarted && Sighting.isWhole(event.flow.timeToLive)
  }

  /// Whether a time to live is one that systems send with.
  static func isWhole(_ timeToLive: UInt8) -> Bool {
    timeToLive == 32 || timeToLive == 64 || timeToLive == 128 || timeToLive == 255
  }

  /// Whether the other end is one machine: neither a group nor everybody, by its hardware address where that
  /// is known, which also tells the broadcast address of a network.
  var hasSinglePeer: Bool { !peerEnd.mac.isGroup && !peerEnd.address.isGroup }

  /// What the content shows for certain; `nil` as long as it may be anything.
  var spoken: ProtocolName? {
    content.session.recognition == .certain ? content.session.spoken : nil
  }

  /// Whether this is the first payload of a connection that was there before the capture.
  var isFirstPayload: Bool {
    let flow = event.flow
    return flow.traits.isDisjoint(with: .continued) && flow.traits.contains(.midstream)
      && flow.initiator.payloadBytes + flow.responder.payloadBytes == UInt64(event.payloadLength)
  }
}

extension IPAddress {
  /// Whether it is that of a group or of everybody: 224/4 and 255.255.255.255, RFC 5771 and RFC 919;
  /// ff00::/8, RFC 4291 section 2.7.
  fileprivate var isGroup: Bool {
    isIPv4 ? v4 >> 28 == 0xe || v4 == .max : high >> 56 == 0xff
  }
}
