import Packets
import Rules

/// What is below IP: VLANs, and frames of unknown kinds.
extension PolicySheet {
  /// `vlans:` and what belongs to it.
  func vlans(_ proposal: PolicyProposal) -> [String] {
    guard !proposal.vlans.isEmpty else { return [] }
    var lines = ["vlans:"]
    for entry in proposal.vlans {
      let counts = entry.tags.map { tag in
        "\(PolicySheet.name(tag.identifier)) \(PolicySheet.counted(tag.devices, "device")), "
          + PolicySheet.counted(tag.conversations, "conversation")
      }
      lines.append("  # \(counts.joined(separator: "; "))")
      lines += list(
        PolicySheet.item(
          subject(entry.subject) + [
            "vlan: \(PolicySheet.words(entry.tags.map { PolicySheet.name($0.identifier) }))",
            "reason: where they were seen, to be confirmed",
          ]), isLive: true)
    }
    return lines
  }

  private static func name(_ identifier: UInt16) -> String {
    identifier == 0 ? "untagged" : "\(identifier)"
  }

  /// Frames of unknown kinds: always shown only, as a policy can but expect all frames of a device.
  func frames(_ proposal: PolicyProposal) -> [String] {
    guard !proposal.frames.isEmpty else { return [] }
    var lines = [
      "# --- Frames that are not IP and of no known kind. A kind that is right belongs to known-ethertypes in the",
      "# --- configuration: an entry with transport ether would expect everything that a device sends below IP.",
    ]
    for frames in proposal.frames {
      let receivers = frames.receivers.prefix(4).map { "\($0.address) \($0.count)" }
      let others =
        frames.receivers.count > 4 || frames.otherReceivers > 0 ? ", and others" : ""
      lines += [
        "# \(PolicyWord(frames.device)): \(frames.type), \(PolicySheet.counted(frames.occurrences, "time")), "
          + "\(PolicySheet.moment(frames.first)) to \(PolicySheet.moment(frames.last)), "
          + "to \(receivers.joined(separator: ", "))\(others)"
      ]
    }
    return lines
  }
}
