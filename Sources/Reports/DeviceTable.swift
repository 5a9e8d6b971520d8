import Capture
public import Devices
import Packets

/// Observed machines as a table for people: columns that are as wide as what stands in them.
///
/// The strongest evidence stands behind the columns, as the last one. Times are those of the packets, in
/// UTC. With verdicts, what contradicts the inventory is marked `!` and what is not declared `+`.
public struct DeviceTable {
  /// The lines, the heads of the columns first.
  public let lines: [String]

  /// Characters of a cell that are kept; the evidence is kept whole.
  public static let widest = 40

  /// A table of machines, and how each fits the inventory where there is one.
  public init(_ devices: [ObservedDevice], verdicts: [InventoryVerdict]) {
    let hasVerdicts = !verdicts.isEmpty
    var rows = [
      (hasVerdicts ? ["", "DECLARED"] : []) + [
        "ROLE", "SURE", "NAME", "VENDOR", "MAC", "IP", "VLAN", "FIRST SEEN", "LAST SEEN",
        "STRONGEST EVIDENCE",
      ]
    ]
    for (place, device) in devices.enumerated() {
      let verdict = hasVerdicts ? verdicts[place] : nil
      rows.append(
        (verdict.map { DeviceTable.marks($0) } ?? []) + DeviceTable.cells(device, verdict))
    }
    let last = rows[0].count - 1
    var widths = Array(repeating: 0, count: last)
    for row in rows {
      for column in 0..<last { widths[column] = max(widths[column], row[column].count) }
    }
    lines = rows.map { row in
      var line = ""
      for column in 0..<last {
        line += row[column]
        line += String(repeating: " ", count: widths[column] - row[column].count + 2)
      }
      return line + row[last]
    }
  }

  private static func marks(_ verdict: InventoryVerdict) -> [String] {
    let declared = verdict.declared.map { device in
      device.name.isEmpty ? device.role.rawValue : "\(device.role.rawValue) \(device.name)"
    }
    return switch verdict {
    case .contradicts: ["!", cut(declared ?? "")]
    case .undeclared: ["+", "-"]
    case .unknown: ["", "-"]
    case .asDeclared: ["", cut(declared ?? "")]
    }
  }

  private static func cells(
    _ device: ObservedDevice, _ verdict: InventoryVerdict?
  ) -> [String] {
    let inference = device.inference
    let addresses = device.addresses.prefix(3).map(\.description).joined(separator: " ")
    let more = device.addresses.count > 3 ? " +\(device.addresses.count - 3)" : ""
    let vlans = device.key.vlans.identifiers.map { String($0) }.joined(separator: ".")
    return [
      inference.role == .unknown ? "?" : inference.role.rawValue,
      inference.scores.isEmpty ? "" : "\(Int((inference.confidence * 100).rounded()))%",
      cut(device.name), cut(device.vendor), device.key.mac?.description ?? "behind a router",
      addresses + more, vlans, time(device.first), time(device.last),
      strongest(device, verdict),
    ]
  }

  /// The two strongest pieces for what is told, or the strongest where nothing is; of a contradiction
  /// first what contradicts.
  private static func strongest(
    _ device: ObservedDevice, _ verdict: InventoryVerdict?
  ) -> String {
    var pieces: [RoleEvidence] = []
    if case .contradicts(_, let shown) = verdict { pieces += device.evidence(for: shown).prefix(1) }
    for piece in device.strongest {
      guard pieces.count < 2 else { break }
      if !pieces.contains(where: { $0.kind == piece.kind && $0.role == piece.role }) {
        pieces.append(piece)
      }
    }
    return pieces.map { piece in
      let role = device.inference.basis.contains(piece.role) ? "" : "\(piece.role.rawValue): "
      return "\(role)\(piece.meaning) (\(piece.kind.rawValue): \(cut(piece.value)))"
    }.joined(separator: "; ")
  }

  private static func cut(_ text: String) -> String {
    // What a terminal would act on takes no part in the widths.
    let visible = VisibleText(text).description
    guard visible.count > widest else { return visible }
    return visible.prefix(widest - 1) + "…"
  }

  private static func time(_ time: Timestamp) -> String {
    var line = JSONWriter(capacity: 40)
    line.moment(time)
    // "2024-01-31T10:00:00.000000000Z" without quotes and fraction.
    let text = line.text.dropFirst().prefix(19)
    return text.split(separator: "T").joined(separator: " ")
  }
}
