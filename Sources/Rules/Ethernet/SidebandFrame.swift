import Capture
import Devices
import Flows
import Packets

/// NC-SI, the talk of a management controller with its network card, is heard on a network.
///
/// State: a count and a burst a sender, 1024 at most. Severity: medium; high where a hardware address is set, a
/// maker's own command is sent, or events come in a burst.
struct SidebandFrame: Rule {
  static let identity = RuleIdentity(
    name: "ethernet.ncsi",
    title: "Sideband control of a network card is heard on the network",
    version: "1", category: "Lateral Movement",
    techniques: [
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
      Technique(id: "T1542.002", name: "Component Firmware"),
    ],
    severities: [.medium, .high],
    deed: "showed the sideband of its card to the network",
    explanation: """
      Sees: a frame of NC-SI (EtherType 0x88f8, DMTF DSP0222), whoever sent it, on any VLAN. Commands that \
      set the card's hardware address (0x0e) or are the maker's own (0x50), their responses, and 5 \
      asynchronous events within a minute matter more. One line a source address and VLAN, of all addresses past \
      the first 16 of a VLAN together, then updates at 4, 16, \
      64, ... frames and when a frame matters more than those before. At most 65,536 frames of a sender are read in \
      half an hour.
      Why: NC-SI runs over a few wires between a controller and the card that it shares with its host, and never \
      over a network. On a network such frames can only come from a card that lets them out, a wrong \
      connection, or somebody who tries to command a card from afar: whom a card obeys can change its address, its \
      filters and, with the maker's commands, its firmware.
      Risk: 47; with such a command or a burst 73.
      Benign causes: an error in the firmware of a card or of a controller, a sensor that listens on the \
      sideband itself. Both ends have the address ff:ff:ff:ff:ff:ff by the standard, and then the finding is about the \
      network; look for the port at the switch (show mac address-table cannot tell, an access list that counts \
      ethertype 0x88f8 on each port can). Not told: NC-SI over MCTP, which is not on Ethernet.
      By hand: tcpdump -enXr FILE 'ether proto 0x88f8 or (vlan and ether proto 0x88f8)'
      To silence: where one device is known to do it, an entry under expected: with the device, transport: ether and \
      the reason; all other senders are still told. On a sensor that listens on the sideband by intent, 0x88f8 under \
      known-ethertypes.
      """)

  static let hooks: RuleHooks = .overheard

  static let languages: Set<ProtocolName> = ["nc_si"]

  /// So many events are a burst,
  static let fewestEvents: UInt32 = 5
  /// within so many nanoseconds.
  static let burst: Int64 = 60_000_000_000

  /// Senders of a VLAN that are told apart.
  static let sendersApart = 16

  private static let event: UInt64 = 0xff
  private static let setAddress: UInt64 = 0x0e
  private static let makersOwn: UInt64 = 0x50

  private let isKnown: Bool
  private var notes: FrameNotes<SidebandNote>

  init(settings: RuleSettings) {
    isKnown = KnownLinkProtocols.sideband.etherType.map(settings.knownEtherTypes.contains) ?? false
    notes = FrameNotes(isRemembered: settings.isRemembered) { $0.worst < .high }
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard !isKnown, let utterance = Utterance(event, content) else { return nil }
    var source = FrameSource(utterance)
    var device = utterance.subject(at: site)
    guard !utterance.sighting(of: device).isExpected(at: site) else { return nil }
    if notes[source] == nil, notes.count(in: source.vlan) >= Self.sendersApart {
      source = FrameSource(furtherIn: source.vlan)
      device = .network
    }
    var note = notes[source] ?? SidebandNote(first: utterance.time)
    let type = utterance.number("control_packet_type")
    let isBurst = type == Self.event && note.noteEvent(at: utterance.time)
    let command = type == Self.event ? nil : type.map { $0 & 0x7f }
    let isGrave = command == Self.setAddress || command == Self.makersOwn || isBurst
    let due = note.tell(isGrave ? .high : .medium)
    // Without room for the note nobody could say whether it was told.
    guard notes.put(note, of: source), let due else { return nil }
    return finding(due, note, source, device, utterance)
  }

  var counters: [(name: String, value: UInt64)] {
    [("senders", UInt64(notes.count)), ("senders_refused", notes.refused)]
  }

  mutating func changes() -> [Remembered] { notes.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try notes.restore(entries)
  }

  private func finding(
    _ due: Story.Due, _ note: SidebandNote, _ source: FrameSource, _ device: Device,
    _ utterance: Utterance
  ) -> Finding {
    let type = utterance.number("control_packet_type")
    let name =
      utterance.text("control_packet_type_name")
      ?? type.map { "type 0x" + String($0, radix: 16) } ?? ""
    let kind =
      switch type {
      case nil: "a frame whose header cannot be read"
      case Self.event?: "an event (\(note.events) within a minute)"
      case let type? where type & 0x80 == 0: "the command \(name)"
      default: "the response to \(name)"
      }
    let times = due.count == 1 ? "" : "; \(due.count) frames so far"
    let role = device.role == .unknown ? "" : " (\(device.role.rawValue))"
    let header: [Evidence] = [
      type.map { Evidence("ncsi.type", .integer(Int($0))) },
      type == nil ? nil : Evidence("ncsi.name", .text(name)),
      utterance.number("package_id").map { Evidence("ncsi.package", .integer(Int($0))) },
      utterance.number("internal_channel_id").map { Evidence("ncsi.channel", .integer(Int($0))) },
    ].compactMap(\.self)
    var finding = Finding(
      Self.identity, channel: source.description, severity: note.worst,
      riskScore: Double(note.worst.rawValue), since: due.first,
      reason: "\(device.label)\(role) carries sideband control of a network card (NC-SI), "
        + "\(source.place), from \(utterance.sender.mac)"
        + "\(source.isFurther ? ", one of more than \(Self.sendersApart) senders" : ""): \(kind)\(times).",
      utterance.sighting(of: device),
      evidence: [
        Evidence("ethernet.protocol", .text(KnownLinkProtocols.sideband.description))
      ] + header + [
        Evidence("ncsi.frames", .integer(due.count)),
        Evidence("ncsi.events", .integer(note.events)),
      ])
    finding.update = due.update
    return finding
  }
}
