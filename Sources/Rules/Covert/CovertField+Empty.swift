import Capture
import Devices
import Flows
import Packets

/// Fields that are empty, and information of neighbors.
extension CovertField {
  /// Notes what a packet has in a field that should be empty.
  mutating func note(
    _ content: [UInt8], in field: CarrierField, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    let device = sighting.device
    let known = empty[device.index, field.name]
    // Nothing is kept of a field that has always been empty.
    guard known != nil || content.contains(where: { $0 != 0 }) else { return nil }
    var series = known ?? EmptyField()
    defer { empty[device.index, field.name] = series }
    guard let raw = series.note(content) else { return nil }
    let chance = corrected(raw, of: device.index)
    guard chance <= highestChance, !sighting.isExpected(at: site) else { return nil }
    let found = series
    series.begin()
    guard
      let due = stories.tell(
        field.name, of: device.index, at: sighting.event.time, severity: .medium)
    else {
      return nil
    }
    let isText = found.isText
    let severity: Severity = isText && field != .framePadding ? .medium : .low
    return finding(
      due, field.name, severity, field, chance,
      "\(device.label) (\(device.role.rawValue)) fills \(field.phrase), where zeros belong: in \(found.filled) of "
        + "\(found.packets) packets, with \(found.kinds)\(found.kinds >= 8 ? " or more" : "") different contents",
      isText ? "; it reads as text" : "", sighting, Self.evidence(found, content))
  }

  /// Notes what a message of LLDP says under organizations that nobody knows here.
  mutating func noteNeighbor(
    _ message: Message, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let device = sighting.device
    var finding: Finding?
    for (name, content) in PrivateInformation.contents(of: message) {
      var series = neighbors[device.index, name] ?? PrivateInformation()
      let raw = series.note(content)
      let found = series.changes
      defer { neighbors[device.index, name] = series }
      guard let raw else { continue }
      let chance = corrected(raw, of: device.index)
      guard chance <= highestChance, !sighting.isExpected(at: site) else { continue }
      series.begin()
      let channel = "\(CarrierField.neighborInformation.name) \(name)"
      guard
        let due = stories.tell(channel, of: device.index, at: sighting.event.time, severity: .low)
      else {
        continue
      }
      finding = self.finding(
        due, channel, .low, .neighborInformation, chance,
        "\(device.label) (\(device.role.rawValue)) changes the LLDP information of organization \(name) in "
          + "\(found.filled) of \(found.packets) messages, with \(found.kinds)"
          + "\(found.kinds >= 8 ? " or more" : "") different contents",
        found.isText ? "; it reads as text" : "", sighting, Self.evidence(found, content))
    }
    return finding
  }

  private static func evidence(_ found: EmptyField, _ content: [UInt8]) -> [Evidence] {
    [
      Evidence("covert.packets", .integer(Int(found.packets))),
      Evidence("covert.filled", .integer(Int(found.filled))),
      Evidence("covert.contents", .integer(found.kinds)),
      Evidence("covert.octets", .integer(Int(found.octets))),
      Evidence("covert.printable", .integer(Int(found.printable))),
      Evidence("covert.latest_octets", .text(CarriedText.hexadecimal(content))),
    ]
  }
}
