import Devices
import Packets
import Rules

/// The entries.
extension PolicySheet {
  /// Peers that are shown of an entry that does not hold.
  private static let mostShown = 32

  /// `expected:` and what belongs to it.
  func expected(_ proposal: PolicyProposal) -> [String] {
    var lines = ["expected:"]
    var standing: ProposedStanding?
    for entry in proposal.entries {
      if entry.standing != standing, !isLive(entry.standing) {
        standing = entry.standing
        lines += ["", "  # --- \(PolicySheet.heading(entry.standing))"]
      }
      lines += self.lines(entry)
    }
    return lines + questions(proposal)
  }

  private static func heading(_ standing: ProposedStanding) -> String {
    switch standing {
    case .expected: "Expected."
    case .lateral:
      "Between machines that are managed from elsewhere. They have no business with each other by themselves."
    case .outside:
      "Outside. Nothing outside is expected unless somebody who knows why takes away the #."
    case .once, .brief: "Seen a single time, which is no habit."
    }
  }

  private func lines(_ entry: ProposedEntry) -> [String] {
    let isLive = isLive(entry.standing)
    var fields = subject(entry.subject)
    fields.append("direction: \(entry.direction.rawValue)")
    fields.append("transport: \(PolicySheet.transport(entry.transport))")
    if !entry.ports.isEmpty {
      fields.append("port: \(PolicySheet.words(entry.ports.map(PolicySheet.text)))")
    }
    if entry.namesAllProtocols, !entry.protocols.isEmpty {
      let words = entry.protocols.map { PolicyWord($0.name).description }
      fields.append("protocol: \(PolicySheet.words(words))")
    }
    fields += peers(entry, isLive: isLive)
    if let pace = entry.pace { fields.append("pace: \(pace)") }
    fields.append("reason: \(PolicySheet.reason(entry))")
    return [""] + list(comments(entry).map { "# \($0)" }, isLive: true)
      + list(PolicySheet.item(fields), isLive: isLive)
  }

  /// The lines of one element of a list of mappings.
  static func item(_ fields: [String]) -> [String] {
    fields.enumerated().map { "\($0.offset == 0 ? "- " : "  ")\($0.element)" }
  }

  func subject(_ subject: ProposedSubject) -> [String] {
    switch subject {
    case .role(let role, _, _): return ["role: \(role.rawValue)"]
    case .devices(let names, _):
      return ["device: \(PolicySheet.words(names.map { PolicyWord($0).description }))"]
    }
  }

  /// One word, or several as a list.
  static func words(_ words: [String]) -> String {
    words.count == 1 ? words[0] : "[\(words.joined(separator: ", "))]"
  }

  private func peers(_ entry: ProposedEntry, isLive: Bool) -> [String] {
    if let group = entry.group { return ["peer: \(PolicyWord(group))"] }
    let shown = isLive ? entry.peers : Array(entry.peers.prefix(PolicySheet.mostShown))
    guard shown.count > 1 || entry.peers.count > shown.count || shown.contains(where: isNoted)
    else { return shown.map { "peer: \(PolicyWord($0.text))" } }
    var lines = ["peer:"]
    for peer in shown {
      let word = PolicyWord(peer.text)
      var notes = peer.note.isEmpty ? [] : [peer.note]
      if peer.occurrences > 0, entry.peers.count > 1 {
        notes.append(
          "\(PolicySheet.counted(peer.devices, "device")), "
            + PolicySheet.counted(peer.occurrences, "time"))
      }
      lines.append(
        notes.isEmpty ? "  - \(word)" : "  - \(word)  # \(notes.joined(separator: "; "))")
    }
    if entry.peers.count > shown.count {
      lines.append("  # and \(entry.peers.count - shown.count) more")
    }
    return lines
  }

  private func isNoted(_ peer: ProposedMember) -> Bool { !peer.note.isEmpty }

  /// The counts behind an entry, in sentences.
  private func comments(_ entry: ProposedEntry) -> [String] {
    let who =
      switch entry.subject {
      case .role(let role, let doing, let known): "\(doing) of \(known) \(role.rawValue)"
      case .devices(_, let role): "\(entry.deviceCount) \(role.rawValue)"
      }
    let verb = entry.direction == .out ? "to" : "from"
    let service =
      PolicySheet.transport(entry.transport)
      + (entry.ports.count == 1 ? "/\(PolicySheet.text(entry.ports[0]))" : "")
    let ports = entry.portCount > 1 ? " on \(entry.portCount) ports" : ""
    var first =
      "\(who), \(service)\(ports) \(verb) \(PolicySheet.counted(entry.addressCount, "address", "addresses")) "
      + "(\(PolicySheet.counted(entry.pairCount, "pair"))): "
      + PolicySheet.counted(entry.conversations, "conversation")
    if entry.unanswered > 0 { first += ", \(entry.unanswered) without an answer" }
    if entry.beats > 0 {
      first += "; \(PolicySheet.counted(entry.beats, "time")) payload after a pause in one"
    }
    var second = "\(PolicySheet.moment(entry.first)) to \(PolicySheet.moment(entry.last))"
    second += ", each pair in up to \(PolicySheet.counted(entry.hours, "hour")) of the clock"
    if let pace = entry.pace {
      let unit = pace.seconds == 60 ? "minute" : pace.seconds == 3600 ? "hour" : "day"
      second += ", up to \(PolicySheet.counted(entry.busiest, "time")) in one \(unit)"
    } else {
      second += "; too short a capture for a pace"
    }
    let spoken = entry.protocols.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
    return [first, second]
      + (spoken.isEmpty
        ? ["content not recognised"]
        : ["content: \(spoken)\(entry.namesAllProtocols ? "" : ", and others")"])
  }

  private static func reason(_ entry: ProposedEntry) -> String {
    let first = moment(entry.first).prefix(10)
    let last = moment(entry.last).prefix(10)
    return "seen \(first == last ? "\(first)" : "\(first) to \(last)"), to be confirmed"
  }

  static func text(_ ports: ClosedRange<UInt16>) -> String {
    ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)"
  }

  /// As the policy writes it; a number for what has no name there.
  static func transport(_ transport: IPProtocol) -> String {
    switch transport {
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    case .sctp: "sctp"
    case .udpLite: "udp-lite"
    default: "\(transport.rawValue)"
    }
  }

  /// Domains that DNS was asked for.
  private func questions(_ proposal: PolicyProposal) -> [String] {
    var lines: [String] = []
    if !proposal.questions.isEmpty {
      lines += [
        "",
        "  # --- Domains that fewer than four devices asked DNS for. A rhythm in such questions is told unless",
        "  # --- the domain is listed.",
      ]
    }
    for asked in proposal.questions {
      let varied = asked.isVaried ? ", nearly each for another name: how data leaves by DNS" : ""
      for subject in asked.subjects {
        guard case .devices(let names, let role) = subject else { continue }
        lines += [
          "",
          "  # \(names.count) \(role.rawValue): \(PolicySheet.counted(asked.count, "question"))\(varied)",
          "  # \(PolicySheet.moment(asked.first)) to \(PolicySheet.moment(asked.last))",
        ]
        lines += list(
          PolicySheet.item(
            self.subject(subject) + [
              "direction: out", "transport: udp", "port: 53", "protocol: dns",
              "peer: \(PolicyWord(asked.domain))",
              "reason: name that was asked for, to be confirmed",
            ]), isLive: acceptsAll)
      }
    }
    if proposal.rareDomains > 0 {
      lines.append(
        "  # \(PolicySheet.counted(proposal.rareDomains, "further domain")) of fewer than 6 questions each"
      )
    }
    return lines
  }
}
