import Glibc
import Packets
import Testing

@testable import Devices

@Suite struct SignatureTableTests {
  private static let file = packageDirectory + "/Config/implants.yaml"

  /// What is built in is the file that is shipped. Where the file has changed, its text belongs between the quotes
  /// of `SignatureTable+Shipped.swift`, four blanks further in.
  @Test func builtInIsShipped() throws {
    let bytes = try ConfigurationFile.read(SignatureTableTests.file)
    #expect(String(decoding: bytes, as: UTF8.self) == SignatureTable.shippedText)
    let table = try SignatureTable(yaml: bytes, file: "implants.yaml")
    #expect(table == SignatureTable.shipped)
    #expect(table.signatures.count == 22)
    #expect(Set(table.signatures.map(\.name)).count == 22)
  }

  /// Every row says whose it is, what else it could be, where it was published and what technique it is.
  @Test(arguments: SignatureTable.shipped.signatures) func rowsExplainThemselves(row: Signature) {
    #expect(!row.title.isEmpty && !row.about.isEmpty && !row.benign.isEmpty && !row.source.isEmpty)
    #expect(!row.techniques.isEmpty && row.techniques.allSatisfy { !$0.name.isEmpty })
    // Two octets are no proof of anything.
    let octets = row.bytes.filter { !$0.isNegated }
      .reduce(0) { $0 + ($1.values.map(\.count).min() ?? 0) }
    let isAlone = row.sequel == nil && row.relation == nil && row.knock == nil && row.peers.isEmpty
    if octets <= 2, isAlone {
      #expect([.silent, .low, .medium].contains(row.severity), "\(row.name)")
    }
  }

  @Test func everyKeyIsRead() throws {
    let table = try SignatureTable(
      yaml: Array(
        """
        version: 1
        signatures:
          - {name: first, title: A, source: B, transport: udp, severity: silent,
             bytes: [{in: payload, text: hello}]}
          - name: all-of-it
            title: Everything
            about: What it does.
            benign: Nothing.
            source: A book
            techniques: {T1205.002: Socket Filters, T1205: Traffic Signaling}
            confidence: high
            severity: critical
            direction: to-device
            transport: [tcp]
            flags: [syn, ece]
            without-flags: ack
            source-port: [1-1023, 5000]
            destination-port: 80
            peer: [203.0.113.0/24, 2001:db8::1]
            payload-length: [0, 8-24]
            opening: true
            first-payload: true
            unrecognized: true
            non-zero: [window, urgent-pointer]
            relation: {of: sequence, minus: acknowledgment, is: [0x10, -0x10, 7]}
            bytes:
              - {in: packet, at: 20, hex: ["0a 0b", 0c0d], mask: ff0f}
              - {in: payload, at: anywhere, text: "GET /"}
              - {in: options, hex: 0101, whole: true, not: true}
            after: {signature: first, within-seconds: 30, peer: same}
            times: {count: 3, within-seconds: 60}
            knock: {port: [1, 2], within-seconds: 9}
            call-back: {address: 4, port: 8, anywhere: true}
        """.utf8), file: "x.yaml")
    var row = Signature(name: "all-of-it")
    row.title = "Everything"
    row.about = "What it does."
    row.benign = "Nothing."
    row.source = "A book"
    row.techniques = [
      SignatureTechnique(id: "T1205.002", name: "Socket Filters"),
      SignatureTechnique(id: "T1205", name: "Traffic Signaling"),
    ]
    row.confidence = .high
    row.severity = .critical
    row.transports = [.tcp]
    row.flags = [.syn, .ece]
    row.withoutFlags = .ack
    row.sourcePorts = [1...1023, 5000...5000]
    row.destinationPorts = [80...80]
    row.peers = ["203.0.113.0/24", "2001:db8::1"].compactMap { IPNetwork($0) }
    row.payloadLengths = [0...0, 8...24]
    row.isOpening = true
    row.isFirstPayload = true
    row.isUnrecognized = true
    row.nonZero = [.window, .urgentPointer]
    row.relation = SignatureRelation(
      .sequence, minus: .acknowledgment, is: [0x10, 0xffff_fff0, 7])
    row.bytes = [
      SignatureBytes(.packet, at: 20, [[10, 11], [12, 13]], mask: [0xff, 0x0f]),
      SignatureBytes(.payload, at: nil, [Array("GET /".utf8)]),
      SignatureBytes(.options, at: 0, [[1, 1]], isWhole: true, isNegated: true),
    ]
    row.sequel = SignatureSequel(names: ["first"], seconds: 30, peer: .same)
    row.repetition = SignatureRepetition(count: 3, seconds: 60)
    row.knock = SignatureKnock(ports: [1, 2], seconds: 9)
    row.callBack = SignatureCallBack()
    row.callBack?.address = 4
    row.callBack?.port = 8
    row.callBack?.isAnywhere = true
    row.line = 5
    #expect(table.signatures.last == row)
  }

  /// A row that is right but for one line is refused with the place and what would be right.
  @Test(arguments: refusals) func errors(_ refusal: Refusal) {
    #expect(
      fault { () throws(ConfigurationError) in
        try SignatureTable(
          yaml: Array(refusal.text.utf8), file: "x.yaml",
          behind: SignatureTable.shipped.signatures)
      } == "x.yaml:" + refusal.message)
  }

  private static func row(_ rest: String, name: String = "own") -> String {
    "signatures:\n- name: \(name)\n  title: A\n  source: B\n" + rest
  }

  private static let good = "  transport: udp\n  bytes: [{in: payload, hex: 0102}]\n"

  private static let refusals: [Refusal] = [
    Refusal(
      "signature: []\n", "1:1: 'signature' is not known here (did you mean 'signatures'?); ",
      "known here: version, signatures"),
    Refusal("version: 2\n", "1:10: 'version' must be a whole number from 1 to 1, not '2'"),
    Refusal("signatures:\n- title: A\n", "2:3: 'name' is missing: give the row a word of its own"),
    Refusal(
      row(good, name: "Own"),
      "2:9: 'Own' cannot be a name: 1 to 48 lower-case letters, digits and hyphens, a letter first"),
    Refusal(
      row(good, name: "cd00r"),
      "2:9: 'cd00r' is a signature that is there already: take another name, and switch that one off ",
      "(rules: disabled: [implant.cd00r]) where yours replaces it"),
    Refusal(
      row(good) + "- name: own\n",
      "7:9: the name 'own' is given in line 2 already: take another"),
    Refusal(
      "signatures:\n- name: own\n  source: B\n",
      "2:3: 'title' is missing: say in a few words what it is"),
    Refusal(row("  colour: red\n" + good), "5:3: 'colour' is not known here; known here: ", known),
    Refusal(
      row("  techniques: {X1: Y}\n" + good),
      "5:16: 'X1' is no technique of ATT&CK: write its number and name, as in T1205: Traffic Signaling"
    ),
    Refusal(
      row("  severity: hi\n" + good),
      "5:13: 'severity' cannot be 'hi'; allowed: silent, low, medium, high, critical"),
    Refusal(
      row("  transport: udq\n"),
      "5:14: 'udq' is not a transport (did you mean 'udp'?); allowed: tcp, udp, icmp, icmpv6, sctp, ",
      "udp-lite, or an IP protocol number from 0 to 255"),
    Refusal(
      row("  bytes: [{in: payload, hex: 0102}]\n"),
      "2:3: 'transport' is missing: say what IP carries, as in transport: udp"),
    Refusal(
      row("  flags: syn\n" + good),
      "5:10: 'flags' is of TCP: this row's 'transport' has others"),
    Refusal(
      row("  destination-port: 9-8\n" + good),
      "5:21: '9-8' cannot be a 'destination-port': a number from 0 to 65535, or a range as 8-24"),
    Refusal(
      row("  icmp-type: 256\n  transport: icmp\n"),
      "5:14: '256' cannot be a 'icmp-type': a number from 0 to 255, or a range as 8-24"),
    Refusal(
      row("  transport: udp\n  bytes: [{in: payload, hex: 012}]\n"),
      "6:30: '012' are no octets: two hexadecimal digits each, as in 0c15222b"),
    Refusal(
      row("  transport: udp\n  bytes: [{in: payload, hex: +1}]\n"),
      "6:30: '+1' are no octets: two hexadecimal digits each, as in 0c15222b"),
    Refusal(
      row("  transport: udp\n  bytes: [{in: payload}]\n"),
      "6:11: 'bytes' needs 'in' (packet, options or payload) and 1 to 256 octets as 'hex' or 'text'"
    ),
    Refusal(
      row("  transport: udp\n  bytes: [{in: payload, at: 1535, hex: 0c15}]\n"),
      "6:29: of a packet 1536 octets are looked at, and these would end at 1537"),
    Refusal(
      row("  transport: udp\n  bytes: [{in: payload, at: anywhere, hex: 0c1522}]\n"),
      "6:29: fewer than four octets anywhere come by chance: say where they stand"),
    Refusal(
      row("  transport: udp\n  bytes: [{in: payload, hex: 0c1522, mask: ff}]\n"),
      "6:44: 'mask' needs a fixed 'at' and as many octets as each value"),
    Refusal(
      row("  transport: udp\n  bytes: [{in: options, hex: 0c15}]\n"),
      "6:10: 'bytes' is of TCP, where it speaks of options: this row's 'transport' has others"),
    Refusal(
      row("  transport: tcp\n  relation: {of: sequence, minus: window, is: 1}\n"),
      "6:13: 'relation' needs 'of' and 'minus', two fields of one width, and 'is', their difference"
    ),
    Refusal(
      row("  transport: tcp\n  relation: {of: sequenze, minus: window, is: 1}\n"),
      "6:18: 'sequenze' is no field (did you mean 'sequence'?); allowed: sequence, acknowledgment, ",
      "window, urgent-pointer, identifier, echo-sequence"),
    Refusal(
      row("  transport: tcp\n  relation: {of: window, minus: window, is: 0x10000}\n"),
      "6:45: '0x10000' is no difference: a number of 16 bits as in 0x000c123d, -5 or 791101"),
    Refusal(
      row("  transport: udp\n  non-zero: window\n"),
      "6:13: 'non-zero' is of a transport with the field window: this row's 'transport' has others"),
    Refusal(
      row(good + "  after: {signature: other, within-seconds: 5}\n"),
      "7:22: there is no signature 'other' before this row: what comes first stands first"),
    Refusal(
      row(good + "  after: {signature: cd00r}\n"),
      "7:10: 'after' needs 'signature' and 'within-seconds'"),
    Refusal(
      row(good + "  times: {count: 2}\n"), "7:10: 'times' needs 'count' and 'within-seconds'"),
    Refusal(
      row(good + "  knock: {port: [1], within-seconds: 5}\n"),
      "7:10: 'knock' needs 'port', a list of 2 to 32 in their order, and 'within-seconds'"),
    Refusal(
      row(good + "  knock: {port: [1, 1], within-seconds: 5}\n"),
      "7:10: 'knock' has one port twice in a row, which a packet that is sent again would be, too"),
    Refusal(
      row(good + "  call-back: {port: 4}\n"),
      "7:14: 'call-back' needs one of 'address' (where in the packet it stands), 'anywhere: true' and ",
      "'source: true'"),
    Refusal(
      row("  transport: udp\n  call-back: {address: 4}\n"),
      "6:14: 'address' counts from the row's first bytes, and there are none"),
    Refusal(
      row(good + "  direction: either\n  call-back: {source: true}\n"),
      "8:14: 'call-back' needs a packet to the device"),
    Refusal(
      row("  transport: udp\n"),
      "2:3: anything fits 'own': say what it has, by 'bytes', 'relation', 'knock', 'peer', 'after' or ",
      "'call-back'"),
    Refusal(
      row(good + "  severity: silent\n"),
      "2: 'own' is silent, and nothing comes of it: give it a severity or a call-back, or name it in ",
      "the 'after' of another row"),
  ]

  private static let known =
    "name, title, source, about, benign, techniques, confidence, severity, direction, transport, flags, "
    + "without-flags, icmp-type, icmp-code, source-port, destination-port, payload-length, peer, opening, "
    + "first-payload, unrecognized, bytes, relation, non-zero, after, times, knock, call-back"
}
