/// What a rule is asked about; of everything else it is not told.
///
/// Every event of a watched device passes by every rule otherwise, and most rules care for few of them: with
/// twenty rules that were two thirds of a replay's time.
public struct RuleHooks: OptionSet, Sendable {
  /// One bit a hook.
  public let rawValue: UInt16
  /// Hooks from their bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `opened`.
  public static var opened: RuleHooks { RuleHooks(rawValue: 1 << 0) }
  /// `resumed`.
  public static var resumed: RuleHooks { RuleHooks(rawValue: 1 << 1) }
  /// `heard`.
  public static var heard: RuleHooks { RuleHooks(rawValue: 1 << 2) }
  /// `overheard`, of messages of the rule's languages.
  public static var overheard: RuleHooks { RuleHooks(rawValue: 1 << 3) }
  /// `spoke`, of messages of the rule's languages.
  public static var spoke: RuleHooks { RuleHooks(rawValue: 1 << 4) }
  /// `marked`.
  public static var marked: RuleHooks { RuleHooks(rawValue: 1 << 5) }
  /// `identified`.
  public static var identified: RuleHooks { RuleHooks(rawValue: 1 << 6) }
  /// `ended`.
  public static var ended: RuleHooks { RuleHooks(rawValue: 1 << 7) }
  /// `advance(to:)`.
  public static var clock: RuleHooks { RuleHooks(rawValue: 1 << 8) }
  /// `signaled`.
  public static var signaled: RuleHooks { RuleHooks(rawValue: 1 << 9) }

  /// Nothing to be asked, but that the systems behind addresses are followed: `Site.systems`, and
  /// `Sighting.system` where `marked` is asked.
  public static var systems: RuleHooks { RuleHooks(rawValue: 1 << 10) }

  /// `opened`, `resumed` and `ended`: a conversation's life.
  public static var life: RuleHooks { [.opened, .resumed, .ended] }
}
