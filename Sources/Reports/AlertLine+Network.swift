internal import Devices
internal import Packets
internal import Rules

/// What both ends share, and who they are.
extension AlertLine {
  /// Writes `network`; what only IP has is left out where the conversation is not IP.
  func writeNetwork(_ finding: borrowing Finding, to line: inout JSONWriter) {
    let conversation = finding.conversation
    line.beginObject("network")
    if let transport = conversation.transport {
      if let keyword = transport.keyword { line.field("transport", keyword) }
      line.field("iana_number", String(transport.rawValue))
    }
    if let address = finding.peerEnd.address ?? finding.deviceEnd.address,
      conversation.transport != nil
    {
      line.field("type", address.isIPv4 ? "ipv4" : "ipv6")
    }
    if let spoken = conversation.spoken { line.field("protocol", spoken.rawValue, limit: 32) }
    line.field("direction", conversation.direction.rawValue)
    if let communityID = conversation.communityID {
      line.field("community_id", communityID, limit: 64)
    }
    let vlans = conversation.vlans.identifiers
    if let outer = vlans.first { writeVLAN(outer, to: &line) }
    if vlans.count > 1 {
      line.beginObject("inner")
      writeVLAN(vlans[1], to: &line)
      line.endObject()
    }
    line.field("bytes", sum(finding.deviceEnd.bytes, finding.peerEnd.bytes))
    line.field("packets", sum(finding.deviceEnd.packets, finding.peerEnd.packets))
    line.endObject()
  }

  /// Writes what Elastic Common Schema has no field for: the link protocol of a conversation that is
  /// not IP, and a tag stack that is deeper than two.
  func writeLink(_ conversation: Finding.Conversation, to line: inout JSONWriter) {
    if conversation.transport == nil, conversation.linkProtocol != .none {
      line.field("link_protocol", conversation.linkProtocol.description)
    }
    if conversation.vlans.depth > 2 {
      line.list("vlans", conversation.vlans.identifiers) { $0.integer(Int($1)) }
    }
  }

  /// Writes a device of the inventory; what is not known is left out.
  func writeDevice(
    _ key: String, _ device: Device, to line: inout JSONWriter, _ omissions: inout Omissions
  ) {
    line.beginObject(key)
    line.field("role", device.role.rawValue)
    if let confidence = device.confidence {
      line.field("role_confidence", confidence, places: 2)
    }
    if !device.name.isEmpty { line.field("name", device.name, limit: 96) }
    if !device.vendor.isEmpty { line.field("vendor", device.vendor, limit: 96) }
    line.list("tags", device.tags.prefix(6)) { $0.text($1, limit: 48) }
    line.list("mac", device.macs.prefix(8)) { $0.address($1) }
    line.list("ip", device.addresses.prefix(8)) { $0.address($1) }
    line.endObject()
    omissions.note(device.tags.count - 6, of: key + ".tags")
    omissions.note(device.macs.count - 8, of: key + ".mac")
    omissions.note(device.addresses.count - 8, of: key + ".ip")
  }

  private func writeVLAN(_ identifier: UInt16, to line: inout JSONWriter) {
    line.beginObject("vlan")
    line.field("id", String(identifier))
    line.endObject()
  }

  private func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}
