import Capture
import Devices
import Flows
import Packets

/// Files that a device sends.
extension ConfigurationUpload {
  /// A TFTP write request of the device.
  mutating func trivial(_ message: Message, _ sighting: borrowing Sighting) -> Finding? {
    guard sighting.deviceStarted, sighting.fromDevice, message.recognition == .certain,
      message.fields["opcode"]?.number == 2, let name = message.fields["filename"]?.text
    else { return nil }
    return file(
      name, isConfiguration: ConfigurationName.includes(name), "tftp", "wrote", "TFTP", sighting)
  }

  /// An HTTP request of the device by which it sends a file.
  mutating func web(_ message: Message, _ sighting: borrowing Sighting) -> Finding? {
    guard sighting.deviceStarted, sighting.fromDevice,
      let method = message.fields["method"]?.text, let target = message.fields["target"]?.text,
      method == "PUT" || method == "POST" && ConfigurationName.isFile(target)
    else { return nil }
    // A setting that is set elsewhere ("config" of an API) is no configuration that is handed out.
    if !ConfigurationName.isFile(target),
      let length = message.fields["content_length"]?.number, length < Self.fewestOctets
    {
      return nil
    }
    let isConfiguration =
      ConfigurationName.isFile(target)
      || ConfigurationName.includes(String(ConfigurationName.lastPart(of: target)))
    return file(
      target, isConfiguration: isConfiguration, "http", method == "PUT" ? "put" : "posted", "HTTP",
      sighting)
  }

  private mutating func file(
    _ name: String, isConfiguration: Bool, _ topic: String, _ verb: String, _ means: String,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let shown = ConfigurationName.shown(name)
    return lines.finding(
      Self.identity, topic, severity(sighting, isConfiguration: isConfiguration), sighting,
      deed: "\(verb) \"\(shown)\" to \(sighting.peerEnd.address) by \(means)"
        + (isConfiguration ? ", by its name a configuration" : "")
        + (sighting.peer?.role == .server ? "; the inventory calls the peer a server" : ""),
      evidence: [
        Evidence("file.name", .text(shown)),
        Evidence("file.is_configuration", .flag(isConfiguration)),
      ])
  }

  /// A connection of which the sizes say that the device sent a file.
  mutating func stream(_ sighting: borrowing Sighting) -> Finding? {
    let sent = sighting.deviceEnd.payloadBytes
    let got = sighting.peerEnd.payloadBytes
    let peer = sighting.peerEnd.address
    let evidence = [
      Evidence("file.octets_sent", .integer(Int(clamping: sent))),
      Evidence("file.octets_received", .integer(Int(clamping: got))),
    ]
    if sighting.deviceStarted, sighting.spoken == "ssh" {
      guard sent >= Self.sessionOctets, sent >= 3 * got else { return nil }
      return lines.finding(
        Self.identity, "ssh", severity(sighting, isConfiguration: false), sighting,
        deed: "sent \(sent) octets to \(peer) in an SSH session that it opened, and got \(got)",
        evidence: evidence)
    }
    let isControl = sighting.event.flow.responder.port == 21 || sighting.spoken == "ftp"
    guard sent > 0, sent >= 3 * got, !isControl,
      let session = transfers[sighting.device.index, "\(peer)"],
      sighting.event.flow.first.nanoseconds(since: session.last) <= Self.sessionLife,
      sighting.event.flow.first >= session.first
    else { return nil }
    return lines.finding(
      Self.identity, "ftp", severity(sighting, isConfiguration: false), sighting,
      deed: "sent \(sent) octets to \(peer) beside an FTP session that it opened, and got \(got)",
      evidence: evidence)
  }
}
