/// A rule's page as `undertick rules NAME` prints it: wrapped for a terminal, its commands ready to be copied.
public struct RulePage: Hashable, Sendable, CustomStringConvertible {
  /// Columns of a terminal.
  public static let width = 80
  /// Heads that every page has, in their order.
  static let heads = ["Sees:", "Why:", "Risk:", "Benign causes:", "By hand:", "To silence:"]
  /// Programs whose command lines pages give.
  private static let programs = ["tcpdump", "tshark", "p0f", "undertick"]
  private static let handHead = "By hand: "
  private static let indentation = "    "

  /// The command lines that show by hand what the rule sees, each whole.
  public let commands: [String]
  /// The page, in lines of at most `width` columns where words allow it.
  public let description: String

  /// The page of a rule.
  public init(_ rule: RuleIdentity) {
    var commands: [String] = []
    var lines = RulePage.wrapped("\(rule.name) (version \(rule.version)): \(rule.title)")
    if !rule.severities.isEmpty {
      lines.append("Severity \(rule.severities.map(\.word).joined(separator: ", "))")
    }
    lines += rule.techniques.map { "MITRE ATT&CK \($0.id) \($0.name)" }
    for line in rule.explanation.split(separator: "\n") {
      if let command = RulePage.command(line) {
        if line.first != " " { lines += ["", "By hand:"] }
        commands.append(command)
        lines += RulePage.wrapped(command: command)
      } else {
        lines.append("")
        lines += RulePage.wrapped(line)
      }
    }
    self.commands = commands
    description = lines.joined(separator: "\n")
  }

  /// The command line that a line of the explanation holds, if it is one.
  private static func command(_ line: Substring) -> String? {
    if line.first == " " { return String(line.drop { $0 == " " }) }
    guard line.hasPrefix(handHead) else { return nil }
    let rest = line.dropFirst(handHead.count)
    return programs.contains { rest.hasPrefix($0 + " ") } ? String(rest) : nil
  }

  /// Text, filled into lines.
  private static func wrapped(_ text: some StringProtocol) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      if !line.isEmpty { line += " " }
      line += word
    }
    return lines + [line]
  }

  /// A command line, broken so that a shell reads it as one: behind a backslash, or inside quotes, where filters
  /// take a line feed for a space.
  private static func wrapped(command: String) -> [String] {
    var lines: [String] = []
    var line = indentation
    var isQuoted = false
    var isFirst = true
    for word in command.split(separator: " ") {
      // Room for a space and the backslash.
      if !isFirst, line.count + 1 + word.count > width - 2 {
        lines.append(isQuoted ? line : line + " \\")
        line = indentation + "  "
        isFirst = true
      }
      line += isFirst ? String(word) : " " + word
      isFirst = false
      if word.count(where: { $0 == "'" }) % 2 == 1 { isQuoted.toggle() }
    }
    return lines + [line]
  }
}
