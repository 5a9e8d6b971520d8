import ArgumentParser
import Rules

/// `undertick rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules, or explains one.",
    usage: "undertick rules [NAME]",
    discussion: """
      A rule is explained by what it sees, what else it could be, and how to check by hand. In the \
      lines its name stands as rule.id; in the configuration, rules: disabled: switches it off.

        undertick rules beacon.periodic
      """)

  @Argument(help: ArgumentHelp("A rule to explain.", valueName: "name"))
  var name: String?

  func validate() throws {
    if let name, !RuleCatalog.names.contains(name) {
      throw ValidationError(
        "There is no rule \(name). The rules are: \(RuleCatalog.names.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let rules = RuleCatalog.identities
    guard let rule = rules.first(where: { $0.name == name }) else {
      let width = rules.map(\.name.count).max() ?? 0
      try StandardOutput.write(
        rules.map { rule in
          rule.name + String(repeating: " ", count: width - rule.name.count) + "  " + rule.title
        }.joined(separator: "\n"))
      return
    }
    var lines = ["\(rule.name) (version \(rule.version)): \(rule.title)"]
    lines += rule.techniques.map { "MITRE ATT&CK \($0.id) \($0.name)" }
    lines += ["", rule.explanation]
    try StandardOutput.write(lines.joined(separator: "\n"))
  }
}
