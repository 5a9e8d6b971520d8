/// Two kinds of evidence that together are worth more than each: neither follows from the other, and both at
/// once have hardly an innocent cause.
///
/// That is all there is. Policy and rhythm are not here: a rhythm counts only where the policy does not expect
/// it, so both say the same of one conversation. Nor is identity (an address that moved, a second DHCP
/// client): repair and migration make a device change and call new peers on the same day. How many findings
/// there are never counts.
struct EvidenceCombination: Sendable {
  /// One of the kinds, and the severity that it needs.
  let one: (kind: EvidenceKind, least: Severity)
  /// The other.
  let other: (kind: EvidenceKind, least: Severity)
  /// Why both together are critical, for the incident's sentence.
  let reason: String

  static let all: [EvidenceCombination] = [
    EvidenceCombination(
      one: (.rhythm, .high), other: (.stack, .high),
      reason: "a second system behind an address and a call by the clock, each rare by itself"),
    EvidenceCombination(
      one: (.rhythm, .high), other: (.signal, .high),
      reason: "a packet that wakes it and a call by the clock are both ends of one remote control"),
    EvidenceCombination(
      one: (.rhythm, .high), other: (.signature, .high),
      reason: "the octets of a published implant, and a call by the clock"),
    // Two octets of a signature may be chance, an answer to them is not.
    EvidenceCombination(
      one: (.signal, .high), other: (.signature, .medium),
      reason: "the octets of a published implant, and the device does what they ask for"),
    EvidenceCombination(
      one: (.stack, .high), other: (.signal, .high),
      reason: "a second system behind an address, and a packet that wakes something there"),
    EvidenceCombination(
      one: (.stack, .high), other: (.signature, .high),
      reason: "a second system behind an address, and the octets of a published implant"),
  ]

  /// The first combination that holds.
  /// - Parameter strength: The highest severity of each kind that was found.
  /// - Returns: The combination; `nil` where none holds.
  static func first(in strength: [EvidenceKind: Severity]) -> EvidenceCombination? {
    all.first { combination in
      [combination.one, combination.other].allSatisfy { part in
        strength[part.kind].map { $0 >= part.least } ?? false
      }
    }
  }
}
