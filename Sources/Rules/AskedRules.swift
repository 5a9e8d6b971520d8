/// Which rules are asked about what, by their place in the catalogue.
struct AskedRules: Sendable {
  /// Whether a rule wants the systems behind addresses followed.
  let followsSystems: Bool
  let opened, resumed, heard, ended, marked, signaled, identified, clock: [Int]

  init(_ rules: [any Rule]) {
    func those(_ hook: RuleHooks) -> [Int] {
      rules.indices.filter { type(of: rules[$0]).hooks.contains(hook) }
    }
    followsSystems = !those(.systems).isEmpty
    opened = those(.opened)
    resumed = those(.resumed)
    heard = those(.heard)
    ended = those(.ended)
    marked = those(.marked)
    signaled = those(.signaled)
    identified = those(.identified)
    clock = those(.clock)
  }
}
