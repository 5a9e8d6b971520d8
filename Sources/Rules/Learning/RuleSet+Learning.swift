public import Capture

extension RuleSet {
  /// Rules that find nothing: they hear what the catalogue's would hear, and count it for a policy.
  /// - Parameters:
  ///   - site: What the operator has told.
  ///   - settings: The numbers.
  public init(learningAt site: Site, settings: RuleSettings) {
    var settings = settings
    settings.disabledRules = RuleCatalog.names
    self.init(site: site, settings: settings)
    rules = [TrafficLearner(settings: settings)]
    asked = AskedRules(rules)
  }

  /// The policy that what was seen so far suggests; an empty one where nothing was counted.
  ///
  /// `span`: the first and the last moment of what was read; `nil` where nothing was.
  public func proposal(over span: ClosedRange<Timestamp>?) -> PolicyProposal {
    let learner = rules.lazy.compactMap { $0 as? TrafficLearner }.first
    return PolicyProposal(
      learner ?? TrafficLearner(settings: RuleSettings()), at: site, over: span)
  }
}
