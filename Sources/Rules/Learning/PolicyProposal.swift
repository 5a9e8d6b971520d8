public import Capture
public import Devices
import Packets

/// A policy that known-good traffic suggests: grouped, no wider than what was seen, with the counts behind
/// each piece. For a person to read and to change.
public struct PolicyProposal: Sendable {
  /// The first and the last moment of what was read; `nil` where nothing was.
  public let span: ClosedRange<Timestamp>?
  /// The roles that are watched, those without devices left out.
  public let roles: [ProposedRole]
  /// The operator's own networks.
  public let internalNetworks: [IPNetwork]
  /// Whether the shipped profiles of the roles hold.
  public let hasDefaults: Bool
  /// Groups, by name.
  public let groups: [ProposedGroup]
  /// Groups that the shipped profiles know and that cannot be named, as a device has the name.
  public let takenGroups: [String]
  /// Entries, those that are expected first.
  public let entries: [ProposedEntry]
  /// Domains that fewer than four devices asked DNS for, so often that it could be by the clock.
  public let questions: [ProposedQuestions]
  /// Domains that were asked for less often.
  public let rareDomains: Int
  /// Frames of unknown kinds.
  public let frames: [ProposedFrames]
  /// Where devices belong; empty where no frame of theirs has a VLAN tag.
  public let vlans: [ProposedVLANs]
  /// Conversations that were not counted for want of room.
  public let refused: UInt64

  /// What a learner's counts suggest.
  init(
    _ learner: borrowing TrafficLearner, at site: borrowing Site,
    over span: ClosedRange<Timestamp>?
  ) {
    let namer = PolicyNamer(site.inventory)
    let pace = PaceRule(span)
    let records = learner.conversations.values.filter { $0.tookPart && $0.replies == 0 }.sorted {
      ($0.key.device, $0.key.service, $0.key.peer) < ($1.key.device, $1.key.service, $1.key.peer)
    }
    self.span = span
    roles = DeviceRole.allCases.filter(learner.watchedRoles.contains).compactMap { role in
      let known = site.inventory.devices.filter { $0.role == role }
      let seen = known.count { learner.devices.contains($0.index) }
      return known.isEmpty ? nil : ProposedRole(role: role, known: known.count, seen: seen)
    }
    internalNetworks = site.policy.internalNetworks
    hasDefaults = site.policy.hasDefaults
    let known = KnownGroups(records, site.policy, namer, hours: pace.hours)
    let drafts = EntryDrafts(records.filter { !$0.isExplained }, site.inventory, namer, pace)
    let shared = SharedPeers(
      drafts.entries, taken: { site.policy.hasGroup($0) || namer.isDevice($0) })
    groups = known.groups + shared.groups
    takenGroups = known.taken
    entries = shared.entries
    let questions = learner.questions.values.filter { $0.devices.count < NameLedger.common }
    let frequent = questions.filter { $0.count >= PolicyProposal.fewestQuestions }
    rareDomains = questions.count - frequent.count
    self.questions = frequent.sorted { $0.domain < $1.domain }.map { namer.questions($0) }
    frames = learner.frames.values
      .sorted { ($0.device, $0.type.rawValue) < ($1.device, $1.type.rawValue) }
      .map { namer.frames($0) }
    vlans = VLANDrafts(learner.vlans, site, namer).proposals
    refused = learner.refused
  }

  /// Six beats are the fewest that make a rhythm.
  static let fewestQuestions = 6
}
