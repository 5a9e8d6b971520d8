import Devices
import Packets

/// Records that are to be one entry of a proposed policy.
struct EntryDraft {
  /// Whether it is to be expected.
  var standing: ProposedStanding
  /// What the records are for, ports apart.
  let isOutgoing: Bool
  let transport: IPProtocol
  /// The ports; empty where there are none.
  var ports: Set<UInt16>
  /// The role of the devices.
  let role: DeviceRole
  /// The devices.
  var devices: Set<Int>
  /// The peers.
  var peers: Set<LearnedPeer>
  /// The records.
  var records: [LearnedConversations]

  /// Two drafts that differ in their ports alone have the same.
  struct Likeness: Hashable {
    var standing: ProposedStanding
    var isOutgoing: Bool
    var transport: IPProtocol
    var role: DeviceRole
    var devices: Set<Int>
    var peers: Set<LearnedPeer>
  }

  /// What it shares with those of other ports.
  var likeness: Likeness {
    Likeness(
      standing: standing, isOutgoing: isOutgoing, transport: transport, role: role,
      devices: devices, peers: peers)
  }

  /// Takes over another draft.
  mutating func add(_ other: EntryDraft) {
    ports.formUnion(other.ports)
    devices.formUnion(other.devices)
    peers.formUnion(other.peers)
    records += other.records
  }

  /// The entry.
  func entry(_ namer: PolicyNamer, _ rule: PaceRule) -> ProposedEntry {
    var protocols: [String: Int] = [:]
    for record in records {
      for (word, count) in record.protocols.words { protocols[word, default: 0] += count }
    }
    // The policy counts what one device and one peer do under the entry, on whatever port.
    let pairs = Dictionary(grouping: records) { Pair(device: $0.key.device, peer: $0.key.peer) }
    let pace = rule.pace(
      minute: pairs.values.map { $0.reduce(0) { $0 + $1.pace.minutes.busiest } }.max() ?? 0,
      hour: pairs.values.map { $0.reduce(0) { $0 + $1.pace.hours.busiest } }.max() ?? 0,
      day: pairs.values.map { $0.reduce(0) { $0 + $1.pace.days.busiest } }.max() ?? 0)
    return ProposedEntry(
      subject: namer.subject(devices, role), standing: standing,
      direction: isOutgoing ? .out : .in, transport: transport, ports: EntryDraft.ranges(ports),
      portCount: ports.count,
      protocols: protocols.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        ($0.key, $0.value)
      },
      namesAllProtocols: records.allSatisfy { $0.protocols.others == 0 },
      peers: members(namer), pace: pace?.pace, busiest: pace?.busiest ?? 0,
      deviceCount: devices.count,
      addressCount: Set(records.map(\.key.peer)).count, pairCount: pairs.count,
      conversations: records.reduce(0) { $0 + $1.conversations },
      beats: records.reduce(0) { $0 + $1.beats },
      unanswered: records.reduce(0) { $0 + $1.unanswered },
      hours: records.map(\.pace.hours.seen).max() ?? 0,
      first: records.map(\.first).min() ?? records[0].first,
      last: records.map(\.last).max() ?? records[0].last)
  }

  private struct Pair: Hashable {
    var device: Int
    var peer: IPAddress
  }

  /// Up to sixteen ports one by one, more as one range.
  private static func ranges(_ ports: Set<UInt16>) -> [ClosedRange<UInt16>] {
    guard ports.count > 16, let first = ports.min(), let last = ports.max() else {
      return ports.sorted().map { $0...$0 }
    }
    return [first...last]
  }

  /// The peers as the policy writes them. Behind a name stand the addresses that it was asked for at: until the
  /// name is known from DNS, a conversation begins without it.
  private func members(_ namer: PolicyNamer) -> [ProposedMember] {
    let byPeer = Dictionary(grouping: records, by: namer.peer)
    var members: [ProposedMember] = []
    var single: [IPAddress] = []
    for peer in peers.sorted() {
      let records = byPeer[peer] ?? []
      switch peer {
      case .address(let address): single.append(address)
      case .device: members.append(member(peer, records, namer))
      case .name(let name):
        members.append(member(peer, records, namer))
        let others = Set(records.flatMap { $0.names.words.map(\.word) })
          .filter { $0 != name && namer.isDomainName($0) }
        members += others.sorted().map { namer.member(.name($0)) }
        members += Set(records.map(\.key.peer)).sorted().map {
          ProposedMember(
            text: $0.description, note: "\(name) at it", devices: 0, occurrences: 0)
        }
      }
    }
    let cover = PeerCover(single)
    members += cover.networks.map { network, count in
      ProposedMember(
        text: network.description, note: "\(count) of its addresses", devices: 0, occurrences: 0)
    }
    members += cover.addresses.map { member(.address($0), byPeer[.address($0)] ?? [], namer) }
    var seen: Set<String> = []
    return members.filter { seen.insert($0.text).inserted }
  }

  private func member(
    _ peer: LearnedPeer, _ records: [LearnedConversations], _ namer: PolicyNamer
  ) -> ProposedMember {
    namer.member(
      peer, devices: Set(records.map(\.key.device)).count,
      occurrences: records.reduce(0) { $0 + $1.occurrences })
  }
}
