import Devices
import Packets

/// The groups that the shipped profiles know, filled with the peers that were met on their services.
struct KnownGroups {
  /// The groups, by name.
  private(set) var groups: [ProposedGroup] = []
  /// Names of groups that are those of devices, and cannot be both.
  private(set) var taken: [String] = []

  private struct Peer {
    var devices: Set<Int> = []
    var occurrences = 0
  }

  /// The groups of records, where the policy has not defined them already.
  ///
  /// A service may be that of several groups. A peer becomes a member of as few as its services need, and of
  /// `management` before `admins`, who may do more.
  ///
  /// A group narrows the profiles to its members, so it takes time to know them all: a day for those who log
  /// in and look after devices, four hours for what devices do by themselves.
  init(
    _ records: [LearnedConversations], _ policy: borrowing Policy, _ namer: PolicyNamer,
    hours: Int64
  ) {
    let usual = records.filter {
      !$0.groups.isEmpty && !$0.isLateral && $0.scope != .outside
        && !$0.groups.contains(where: policy.hasGroup)
    }
    var memberships: [LearnedPeer: Set<String>] = [:]
    for record in usual.filter({ $0.groups.count == 1 }) {
      memberships[namer.peer(record), default: []].insert(record.groups[0])
    }
    var peers: [String: [LearnedPeer: Peer]] = [:]
    var services: [String: Set<String>] = [:]
    var roles: [String: Set<DeviceRole>] = [:]
    for record in usual {
      let peer = namer.peer(record)
      let name =
        record.groups.first { memberships[peer, default: []].contains($0) }
        ?? record.groups.first { $0 == "management" } ?? record.groups[0]
      peers[name, default: [:]][peer, default: Peer()].devices.insert(record.key.device)
      peers[name]?[peer]?.occurrences += record.occurrences
      if let usual = record.usual { services[name, default: []].insert(usual.name) }
      roles[name, default: []].insert(namer.role(record.key.device))
    }
    for name in peers.keys.sorted() {
      guard !namer.isDevice(name) else {
        taken.append(name)
        continue
      }
      let known = peers[name] ?? [:]
      let members = known.filter { $0.value.occurrences > 1 }
      let proposed = KnownGroups.members(members, namer)
      let doubtful = KnownGroups.members(known.filter { $0.value.occurrences == 1 }, namer)
      let who = (roles[name] ?? []).map(\.rawValue).sorted().joined(separator: ", ")
      let what = (services[name] ?? []).sorted().joined(separator: ", ")
      groups.append(
        ProposedGroup(
          name: name, purpose: what.isEmpty ? "of \(who)" : "of \(who): \(what)",
          members: proposed, doubtful: doubtful,
          standing: hours < KnownGroups.hours(for: name)
            ? .brief : proposed.isEmpty ? .once : .expected))
    }
  }

  /// Hours that it takes to know a group.
  private static func hours(for group: String) -> Int64 {
    group == "admins" || group == "management" ? 24 : 4
  }

  private static func members(
    _ peers: [LearnedPeer: Peer], _ namer: PolicyNamer
  ) -> [ProposedMember] {
    var members: [ProposedMember] = []
    var byAddress: [IPAddress: Peer] = [:]
    for (peer, counts) in peers.sorted(by: { $0.key < $1.key }) {
      if case .address(let address) = peer {
        byAddress[address] = counts
      } else {
        members.append(
          namer.member(peer, devices: counts.devices.count, occurrences: counts.occurrences))
      }
    }
    let cover = PeerCover(byAddress.keys)
    for (network, count) in cover.networks {
      let within = byAddress.filter { network.contains($0.key) }.values
      members.append(
        ProposedMember(
          text: network.description, note: "\(count) of its addresses",
          devices: within.reduce(into: Set()) { $0.formUnion($1.devices) }.count,
          occurrences: within.reduce(0) { $0 + $1.occurrences }))
    }
    for address in cover.addresses {
      let counts = byAddress[address]
      members.append(
        namer.member(
          .address(address), devices: counts?.devices.count ?? 0,
          occurrences: counts?.occurrences ?? 0))
    }
    return members
  }
}
