import Rules

/// The groups.
extension PolicySheet {
  /// `groups:` and what belongs to it; nothing where there is no group.
  func groups(_ proposal: PolicyProposal) -> [String] {
    var lines = proposal.takenGroups.map {
      "# A device is called \($0), so that no group can be: rename it to name the usual peers of \($0)."
    }
    let live = proposal.groups.filter { isLive($0.standing) }
    let others = proposal.groups.filter { !isLive($0.standing) }
    if !live.isEmpty {
      lines.append("groups:")
      for group in live { lines += self.lines(group, isLive: true) }
    }
    if !others.isEmpty {
      if live.isEmpty { lines.append("# groups:") }
      for group in others { lines += self.lines(group, isLive: false) }
    }
    return lines
  }

  private func lines(_ group: ProposedGroup, isLive: Bool) -> [String] {
    var lines = ["# \(group.purpose)"]
    if group.standing == .brief {
      lines.append(
        "# Too short a capture to know them all (a day for management and admins, else 4 hours): to take the #"
      )
      lines.append("# away is to be told of everybody else.")
    }
    lines.append("\(PolicyWord(group.name)):")
    for member in group.members { lines.append("  - \(text(member))") }
    for member in group.doubtful {
      lines.append("  \(isLive && !acceptsAll ? "# " : "")- \(text(member)), seen once")
    }
    // A line that is no comment may not stand between others that are.
    return isLive ? lines.map { "  \($0)" } : lines.map { "  # \($0)" }
  }

  private func text(_ member: ProposedMember) -> String {
    var notes = member.note.isEmpty ? [] : [member.note]
    if member.devices > 0 {
      notes.append(
        "\(PolicySheet.counted(member.devices, "device")), "
          + PolicySheet.counted(member.occurrences, "time"))
    }
    let word = PolicyWord(member.text)
    return notes.isEmpty ? "\(word)" : "\(word)  # \(notes.joined(separator: "; "))"
  }
}
