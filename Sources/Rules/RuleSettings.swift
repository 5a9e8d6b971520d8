public import Devices
public import Packets

/// The numbers that the rules use. Each stands in `Config/undertick.yaml` with its reason.
public struct RuleSettings: Hashable, Sendable {
  /// Roles whose devices are watched.
  public var watchedRoles: [DeviceRole] = [.bmc, .switch, .nic]
  /// Whether what a machine is, is found out from its evidence: to judge it where the inventory is silent, and
  /// to check the inventory where it speaks.
  public var infersRoles = true
  /// Rules that are switched off, by name.
  public var disabledRules: [String] = []
  /// Channels whose rhythm is followed at once.
  public var seriesLimit = 131_072
  /// Peers that are remembered a rule.
  public var contactLimit = 65_536
  /// Events closer than this are one beat, in nanoseconds.
  public var fold: Int64 = 1_000_000_000
  /// Gaps below this are too few for a rhythm.
  public var fewestGaps = 5
  /// The highest chance of being nothing at which a rhythm counts.
  public var highestChance = 0.0001
  /// Periods below this, in seconds, are no beacon: twice the fold, so that folding cannot make one.
  public var shortestPeriod = 2.0
  /// Periods above this, in seconds, are no beacon.
  public var longestPeriod = 1_209_600.0
  /// EtherTypes that may be on the wire without a word: the built-in list and the operator's.
  public var knownEtherTypes: [EtherType] = KnownLinkProtocols.etherTypes

  /// The signatures of implants that are looked for: those built in, and the operator's.
  public var signatures = SignatureTable.shipped

  /// Whether rules note what changes in their memory, so that it can be kept over a restart.
  var isRemembered = false
  /// Channels of one device whose rhythm is followed at once.
  var seriesShare: Int { max(1, seriesLimit / 16) }
  /// Peers of one device that are remembered a rule.
  var contactShare: Int { max(1, contactLimit / 16) }

  /// The defaults.
  public init() {}
}
