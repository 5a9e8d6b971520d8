public import Devices
import Packets

/// An observed machine as one JSON line, with all its evidence.
///
/// Keys: `mac`, `vlans`, `remote` (known by address only), `ip`, `role`, `confidence`, `scores` (points and
/// confidence a role), `name`, `vendor`, `first_seen`, `last_seen`, `packets`, `evidence` (each with `kind`,
/// `value`, `role`, `weight`, `counts`, `meaning`, `source`, `ip`, `peers`, `count`, `first_seen`, `last_seen`),
/// `evidence_dropped`; with an inventory `inventory` with `verdict`, and of a declared one `name`, `role` and
/// what the evidence shows instead. What is not known is left out.
public struct DeviceLine {
  /// A line writer.
  public init() {}

  /// Writes the line, line feed included, behind what the writer holds.
  public func write(
    _ device: ObservedDevice, verdict: InventoryVerdict?, to line: inout JSONWriter
  ) {
    line.beginObject()
    switch device.key {
    case .neighbor(let vlans, let mac):
      line.field("mac", mac.description)
      line.beginArray("vlans")
      for identifier in vlans.identifiers { line.integer(Int(identifier)) }
      line.endArray()
    case .remote: line.field("remote", true)
    }
    line.beginArray("ip")
    for address in device.addresses { line.address(address) }
    line.endArray()
    let inference = device.inference
    line.field("role", inference.role.rawValue)
    line.field("confidence", inference.confidence, places: 3)
    line.beginObject("scores")
    for score in inference.scores {
      line.beginObject(score.role.rawValue)
      line.field("points", score.points, places: 2)
      line.field("confidence", score.confidence, places: 3)
      line.endObject()
    }
    line.endObject()
    if !device.name.isEmpty { line.field("name", device.name) }
    if !device.vendor.isEmpty { line.field("vendor", device.vendor) }
    line.field("first_seen", device.first)
    line.field("last_seen", device.last)
    line.field("packets", device.packets)
    line.beginArray("evidence")
    for piece in device.evidence { write(piece, to: &line) }
    line.endArray()
    if device.evidenceDropped > 0 { line.field("evidence_dropped", device.evidenceDropped) }
    if let verdict { write(verdict, to: &line) }
    line.endObject()
    line.endLine()
  }

  private func write(_ piece: RoleEvidence, to line: inout JSONWriter) {
    line.beginObject()
    line.field("kind", piece.kind.rawValue)
    line.field("value", piece.value)
    line.field("role", piece.role.rawValue)
    line.field("weight", piece.weight)
    line.field("counts", piece.counts)
    line.field("meaning", piece.meaning)
    line.field("source", piece.source)
    if piece.address != .zero { line.field("ip", piece.address) }
    if !piece.peers.isEmpty { line.field("peers", piece.peers.count) }
    line.field("count", piece.count)
    line.field("first_seen", piece.first)
    line.field("last_seen", piece.last)
    line.endObject()
  }

  private func write(_ verdict: InventoryVerdict, to line: inout JSONWriter) {
    line.beginObject("inventory")
    line.field("verdict", verdict.word)
    if let declared = verdict.declared {
      if !declared.name.isEmpty { line.field("name", declared.name) }
      line.field("role", declared.role.rawValue)
    }
    if let shown = verdict.shown { line.field("shows", shown.rawValue) }
    line.endObject()
  }
}
