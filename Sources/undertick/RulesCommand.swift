import ArgumentParser
import Devices
import Rules
import Sensor

/// `undertick rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules, or explains one.",
    usage: "undertick rules [NAME] [--config FILE]",
    discussion: """
      A rule is explained by what it sees, what else it could be, and how to check by hand. In the \
      lines its name stands as rule.id; in the configuration, rules: disabled: switches it off. With \
      --config the signatures that it names (rules: implants:) are among them.

        undertick rules beacon.periodic
      """)

  @Argument(help: ArgumentHelp("A rule to explain.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "The configuration whose tables count, too. Default: built in.", valueName: "undertick.yaml"))
  var config: String?

  func run() throws {
    let rules = RuleCatalog.identities(under: try settings().rules)
    if let name, !rules.contains(where: { $0.name == name }) {
      throw ValidationError(
        "There is no rule \(name). The rules are: "
          + rules.map(\.name).joined(separator: ", ") + ".")
    }
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
