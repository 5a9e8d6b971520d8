import Capture
import Devices
import Flows
import Packets

/// What a rule about contacts says in its lines: one about a peer of its own, and one about a row of peers.
struct ContactStory {
  /// The rule.
  let rule: RuleIdentity
  /// How much it matters.
  let severity: Severity
  /// The risk of the first conversation, and the highest one: 2 more for each doubling.
  let risk: ClosedRange<Double>
  /// What the conversations are for, where they are told apart: `tcp/443`.
  let service: ServiceKind
  /// What the device did with a peer, behind its name: `started a conversation with 203.0.113.7 on tcp/443`.
  let deed: String
  /// What it has done with so many peers on this service: `has now talked to 8 addresses on tcp/443`.
  let deeds: (_ peers: Int, _ service: String) -> String
  /// Named values behind those of the contact.
  let evidence: [Evidence]
}

extension ContactLedger where Peer == IPAddress {
  /// The finding of a notice about a conversation.
  func finding(
    _ notice: Notice, of kind: Kind, _ sighting: borrowing Sighting, _ story: ContactStory
  ) -> Finding {
    switch notice {
    case .peer(let conversations, let update):
      contact(conversations, update, kind, sighting, story)
    case .row(let peers, let update): row(peers, update, kind, sighting, story)
    }
  }

  /// What a channel is called by: all kinds that are not told apart are one.
  private func channel(_ sighting: borrowing Sighting, _ kind: Kind) -> String {
    isApart(device: sighting.device.index, kind: kind) ? "\(kind)" : "further"
  }

  private func contact(
    _ conversations: Int, _ update: Int, _ kind: Kind, _ sighting: borrowing Sighting,
    _ story: ContactStory
  ) -> Finding {
    let device = sighting.device
    let peer = sighting.peerEnd.address
    let first =
      contact(device: device.index, kind: kind, peer: peer)?.first ?? sighting.event.time
    let doublings = conversations.bitWidth - 1 - conversations.leadingZeroBitCount
    let count =
      conversations == 1 ? "the first conversation" : "\(conversations) conversations so far"
    var finding = Finding(
      story.rule, channel: "\(channel(sighting, kind)) \(peer)", severity: story.severity,
      riskScore: min(story.risk.upperBound, story.risk.lowerBound + 2 * Double(doublings)),
      since: first,
      reason: "\(device.label) (\(device.role.rawValue)) \(story.deed); \(count).",
      sighting,
      evidence: [
        Evidence("contact.first", .moment(first.rawValue)),
        Evidence("contact.conversations", .integer(conversations)),
        Evidence("contact.beginning_seen", .flag(!sighting.event.flow.traits.contains(.midstream))),
      ] + story.evidence)
    finding.update = update
    return finding
  }

  private func row(
    _ peers: Int, _ update: Int, _ kind: Kind, _ sighting: borrowing Sighting,
    _ story: ContactStory
  ) -> Finding {
    let device = sighting.device
    let row = row(device: device.index, kind: kind)
    let first = row?.first ?? sighting.event.time
    let recent = row?.recent ?? []
    let newest = sighting.peerEnd.address
    let isApart = isApart(device: device.index, kind: kind)
    let service = isApart ? "\(story.service)" : "services past its first \(kindsApart)"
    var finding = Finding(
      story.rule, channel: "row \(channel(sighting, kind))", severity: story.severity,
      riskScore: min(
        story.risk.upperBound, story.risk.lowerBound + 2 * Double(peers.trailingZeroBitCount)),
      since: first,
      reason:
        "\(device.label) (\(device.role.rawValue)) \(story.deeds(peers, service)); the newest "
        + "is \(newest).",
      sighting,
      evidence: [
        Evidence("contact.first", .moment(first.rawValue)),
        Evidence("contact.peers", .integer(peers)),
        Evidence("contact.latest_peers", .texts(recent.map(\.description))),
      ] + story.evidence)
    finding.update = update
    finding.relatedAddresses = recent.filter { $0 != newest }
    return finding
  }
}
