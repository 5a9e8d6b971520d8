import Capture
import Devices
import Flows
import Packets

/// What others take from a device by SNMP.
extension ConfigurationUpload {
  /// Objects by which Cisco devices are told to copy their configuration: CISCO-CONFIG-COPY-MIB, and writeNet of
  /// OLD-CISCO-SYS-MIB.
  private static let copyObjects = ["1.3.6.1.4.1.9.9.96.", "1.3.6.1.4.1.9.2.1.55."]

  /// A message between the device and a peer that asks it.
  mutating func managed(_ message: Message, _ sighting: borrowing Sighting) -> Finding? {
    guard !sighting.deviceStarted else { return nil }
    let name = "\(sighting.peerEnd.address)"
    let index = sighting.device.index
    if sighting.fromDevice {
      // Who asks without an answer must not take the place of those who read.
      if sighting.usual == nil, readers[index, name] == nil {
        readers[index, name] = ReadTally(at: sighting.event.time)
      }
      return nil
    }
    guard let kind = message.fields["pdu_type_name"]?.text
    else { return nil }
    if kind == "set_request" { return copy(message, sighting) }
    guard kind == "get_next_request" || kind == "get_bulk_request", sighting.usual == nil,
      var reader = readers[index, name]
    else { return nil }
    reader.last = sighting.event.time
    reader.steps &+= 1
    readers[index, name] = reader
    return nil
  }

  private mutating func copy(_ message: Message, _ sighting: borrowing Sighting) -> Finding? {
    let names = (message.fields["variable_bindings"]?.values ?? []).compactMap {
      $0.fields?["name"]?.text
    }
    guard
      let object = names.first(where: { name in Self.copyObjects.contains { name.hasPrefix($0) } })
    else { return nil }
    return lines.finding(
      Self.identity, "copy", .high, sighting,
      deed:
        "was told by \(sighting.peerEnd.address) over SNMP to copy its configuration (set of \(object))",
      evidence: [Evidence("snmp.object", .text(object))])
  }

  /// The end of a conversation in which a peer asked the device.
  mutating func read(_ sighting: borrowing Sighting) -> Finding? {
    guard sighting.usual == nil else { return nil }
    let peer = sighting.peerEnd.address
    let index = sighting.device.index
    guard var reader = readers[index, "\(peer)"] else { return nil }
    reader.note(octets: sighting.deviceEnd.payloadBytes, at: sighting.event.time)
    readers[index, "\(peer)"] = reader
    guard reader.octets >= Self.readOctets, reader.steps > 0 else { return nil }
    return lines.finding(
      Self.identity, "snmp", sighting.scope == .outside ? .high : .medium, sighting,
      deed:
        "gave \(reader.octets) octets within an hour to \(peer), which walked through its objects by SNMP",
      evidence: [
        Evidence("snmp.octets", .integer(Int(clamping: reader.octets))),
        Evidence("snmp.steps", .integer(Int(reader.steps))),
      ])
  }
}
