import Devices
import Flows
import Packets

/// Somebody's claim that an IP address is at its hardware address.
///
/// ARP: the sender's pair of a request or reply (RFC 826), which the others write into their tables. Not a
/// probe, which asks for an address without claiming it (RFC 5227). Neighbor discovery: the target of an
/// advertisement that overrides, the source of a solicitation (RFC 4861 sections 4.3, 4.4); proxies and
/// anycast addresses do not override. IP: a conversation that begins with a whole time to live.
struct AddressClaim: Sendable {
  /// The IP address.
  let address: IPAddress
  /// The hardware address it is said to be at.
  let mac: MACAddress
  /// The VLAN; 0 where no tag tells.
  let vlan: UInt16
  /// How it is claimed.
  let kind: Kind

  enum Kind: Sendable {
    /// By asking or answering.
    case resolution
    /// Unasked: gratuitous ARP (RFC 5944 section 4.6), unsolicited advertisement.
    case announcement
    /// By sending from it.
    case packet
  }

  /// The claim of a message; `nil` where it makes none that counts.
  init?(_ utterance: borrowing Utterance) {
    let found =
      switch utterance.message.name {
      case "arp": AddressClaim.resolution(utterance)
      case "icmpv6": AddressClaim.discovery(utterance)
      default: nil as (IPAddress, MACAddress, Kind)?
      }
    guard let (address, mac, kind) = found else { return nil }
    self.init(address, mac, utterance.vlan, kind)
  }

  /// The claim of a conversation that begins.
  init?(opening event: borrowing FlowEvent) {
    let flow = event.flow
    guard event.kind == .opened, event.fromInitiator, flow.isIP, !flow.isICMPError,
      [32, 64, 128, 255].contains(flow.timeToLive)
    else { return nil }
    self.init(flow.initiator.address, flow.initiator.mac, flow.vlans.innermost, .packet)
  }

  private init?(_ address: IPAddress, _ mac: MACAddress, _ vlan: UInt16, _ kind: Kind) {
    guard mac != .zero, !mac.isGroup, !mac.isShared else { return nil }
    let isUsable =
      address.isIPv4
      ? !AddressScope.isLocal(address)
      : address.high >> 56 != 0xff && (address.high != 0 || address.low > 1)
    guard isUsable else { return nil }
    self.address = address
    self.mac = mac
    self.vlan = vlan
    self.kind = kind
  }

  private static func resolution(
    _ utterance: borrowing Utterance
  ) -> (IPAddress, MACAddress, Kind)? {
    guard let operation = utterance.number("operation"), operation == 1 || operation == 2,
      let mac = utterance.mac("sender_hardware_address"),
      let address = utterance.address("sender_protocol_address")
    else { return nil }
    let isUnasked = utterance.address("target_protocol_address") == address
    return (address, mac, isUnasked ? .announcement : .resolution)
  }

  private static func discovery(
    _ utterance: borrowing Utterance
  ) -> (IPAddress, MACAddress, Kind)? {
    // What comes from farther than the link is none (RFC 4861 section 7.1).
    guard utterance.content.marks?.timeToLive ?? 255 == 255 else { return nil }
    switch utterance.number("type") {
    case 136:
      guard utterance.message.fields["override"] == .flag(true),
        let address = utterance.address("target_address"),
        let mac = linkLayerAddress(2, utterance)
      else { return nil }
      let isAsked = utterance.message.fields["solicited"] == .flag(true)
      return (address, mac, isAsked ? .resolution : .announcement)
    case 135:
      guard let mac = linkLayerAddress(1, utterance) else { return nil }
      return (utterance.sender.address, mac, .resolution)
    default: return nil
    }
  }

  private static func linkLayerAddress(
    _ type: UInt64, _ utterance: borrowing Utterance
  ) -> MACAddress? {
    let options = utterance.message.fields["options"]?.values ?? []
    let option = options.lazy.compactMap(\.fields).first { $0["type"]?.number == type }
    return option?["link_layer_address"]?.hardwareAddress
  }

  /// Names the address among those of a device.
  var name: String { vlan == 0 ? "\(address)" : "\(address) vlan \(vlan)" }
}
