import Capture
import Devices
public import Rules

/// A proposed policy as a file that `Policy(yaml:)` reads, with the counts behind each piece as comments.
///
/// What is outside, between machines that are managed from elsewhere, or was seen a single time stands
/// behind `#`, unless all is to be accepted.
public struct PolicySheet {
  /// The text, line feeds included; but for the words of comments, ASCII.
  public private(set) var text = ""

  let acceptsAll: Bool

  /// The sheet of a proposal.
  /// - Parameters:
  ///   - proposal: The proposal.
  ///   - source: What it was read from.
  ///   - acceptsAll: Whether to expect all that was seen.
  public init(_ proposal: PolicyProposal, from source: PolicySource, acceptsAll: Bool) {
    self.acceptsAll = acceptsAll
    let pieces = [
      head(proposal, source), groups(proposal), expected(proposal), vlans(proposal),
      frames(proposal),
    ]
    let lines = Array(pieces.filter { !$0.isEmpty }.joined(separator: [""]))
    text = VisibleText(lines.joined(separator: "\n") + "\n").description
  }

  /// Whether a piece is written as it holds, and not behind `#`.
  func isLive(_ standing: ProposedStanding) -> Bool {
    standing == .expected || acceptsAll && standing != .brief
  }

  /// Lines of a list in the file's first level, behind `#` where they do not hold.
  func list(_ lines: [String], isLive: Bool) -> [String] {
    lines.map { isLive ? "  \($0)" : "  # \($0)" }
  }

  /// `2026-01-05 08:15:30`, UTC.
  static func moment(_ time: Timestamp) -> String {
    var writer = JSONWriter(capacity: 20)
    writer.appendDateAndTime(time)
    return writer.text.replacing("T", with: " ")
  }

  /// `1 pair`, `2 pairs`.
  static func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  private func head(_ proposal: PolicyProposal, _ source: PolicySource) -> [String] {
    var lines = [
      "# Proposed by undertick learn from \(source.count) \(source.unit)\(span(proposal)).",
      "# Devices: \(devices(proposal)); "
        + (source.inventory.map { "roles by \(PolicyWord($0))." }
          ?? "roles inferred from the same packets (undertick devices --csv)."),
      "# Read it and change it. It says what was there, which is not yet what should be; the numbers are what was",
      "# seen. A pace is twice the most that one device and one peer did in an hour of the clock (UTC); in a day",
      "# where no hour had two and the capture has a day and a half; in a minute where it has not two hours.",
    ]
    if let policy = source.policy {
      lines.append(
        "# What \(PolicyWord(policy)) expects is left out, and its groups are not repeated: add what follows to it."
      )
    }
    if proposal.hasDefaults {
      lines.append(
        "# What a role does by its job towards peers that are not outside is shipped, and not listed."
      )
    }
    if !acceptsAll {
      lines.append(
        "# What is outside, between managed machines, or was seen a single time stands behind #.")
    }
    if proposal.refused > 0 {
      lines.append(
        "# NOT COMPLETE: \(proposal.refused) conversations were not counted for want of room.")
    }
    let networks = proposal.internalNetworks.map { PolicyWord($0.description).description }
    lines += ["version: 1", "internal: [\(networks.joined(separator: ", "))]"]
    if !proposal.hasDefaults { lines.append("defaults: false") }
    return lines
  }

  private func span(_ proposal: PolicyProposal) -> String {
    guard let span = proposal.span else { return "" }
    return ", \(PolicySheet.moment(span.lowerBound)) to \(PolicySheet.moment(span.upperBound)) UTC"
  }

  private func devices(_ proposal: PolicyProposal) -> String {
    let roles = proposal.roles.map { "\($0.seen) of \($0.known) \($0.role.rawValue)" }
    return roles.isEmpty ? "none" : roles.joined(separator: ", ") + " sent something"
  }
}
