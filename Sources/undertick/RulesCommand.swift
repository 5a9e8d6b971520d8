import ArgumentParser
import Devices
import Rules
import Sensor

/// `undertick rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules, or explains them.",
    usage: "undertick rules [NAME | --all] [--config FILE]",
    discussion: """
      The list gives names, severities from least to most, and titles. A rule's page says what it sees, why \
      that matters, what else it could be, how to check by hand, and how to silence it rightly. In the lines \
      its name stands as rule.id. With --config the signatures that it names (rules: implants:) are among \
      them.

        undertick rules beacon.periodic
        undertick rules --all | less
      """)

  @Argument(help: ArgumentHelp("A rule to explain.", valueName: "name"))
  var name: String?

  @Flag(help: "The pages of all rules.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "The configuration whose tables count, too. Default: built in.", valueName: "undertick.yaml"))
  var config: String?

  func validate() throws {
    if name != nil, all { throw ValidationError("Either one rule or --all.") }
  }

  func run() throws {
    let rules = RuleCatalog.identities(under: try settings().rules)
    if let name, !rules.contains(where: { $0.name == name }) {
      throw ValidationError(
        "There is no rule \(name). The rules are: " + rules.map(\.name).joined(separator: ", ")
          + ".")
    }
    if all {
      let rule = String(repeating: "-", count: RulePage.width)
      try StandardOutput.write(
        rules.map { RulePage($0).description }.joined(separator: "\n\n\(rule)\n\n"))
    } else if let rule = rules.first(where: { $0.name == name }) {
      try StandardOutput.write(RulePage(rule).description)
    } else {
      try StandardOutput.write(RulesCommand.list(rules).joined(separator: "\n"))
    }
  }

  /// A line a rule: name, severities, title.
  private static func list(_ rules: [RuleIdentity]) -> [String] {
    let columns = rules.map { rule in
      let words = rule.severities.map(\.word)
      let range = words.count > 1 ? "\(words[0])-\(words[words.count - 1])" : words.first ?? ""
      return (rule.name, range, rule.title)
    }
    let name = columns.map(\.0.count).max() ?? 0
    let range = columns.map(\.1.count).max() ?? 0
    return columns.map {
      "\(padded($0.0, name))  \(padded($0.1, range))  \($0.2)"
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func settings() throws -> Settings {
    guard let config else { return Settings() }
    do throws(ConfigurationError) {
      return try Settings(file: config)
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.configuration
    }
  }
}
