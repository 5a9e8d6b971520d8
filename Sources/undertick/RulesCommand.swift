import ArgumentParser
import Rules

/// `undertick rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules, or explains one.")

  @Argument(help: ArgumentHelp("A rule to explain.", valueName: "name"))
  var name: String?

  func validate() throws {
    if let name, !RuleCatalog.names.contains(name) {
      throw ValidationError(
        "There is no rule \(name). The rules are: \(RuleCatalog.names.joined(separator: ", ")).")
    }
  }

  func run() {
    for rule in RuleCatalog.all.map({ $0.identity }) {
      guard let name else {
        print("\(rule.name)  \(rule.title)")
        continue
      }
      guard rule.name == name else { continue }
      print("\(rule.name) (version \(rule.version)): \(rule.title)")
      for technique in rule.techniques {
        print("MITRE ATT&CK \(technique.id) \(technique.name)")
      }
      print("\n\(rule.explanation)")
    }
  }
}
