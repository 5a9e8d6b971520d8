/// Web Services Dynamic Discovery 1.1 (OASIS, 2009) and the version of April 2005: SOAP over UDP.
///
///     Envelope | Header | Action, MessageID, RelatesTo, To ..
///              | Body   | Hello, Bye, Probe, ProbeMatches, Resolve or ResolveMatches
///                       | EndpointReference | Address ; Types ; Scopes ; XAddrs ; MetadataVersion
///
/// The elements are looked for by their names behind any prefix, in one pass and without an XML reader:
/// entities stay as they are, comments and CDATA are not told from elements. What several matches say
/// goes into one list each.
enum WSDiscovery: Dissector {
  static let name: ProtocolName = "ws_discovery"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [3702]

  /// Octets in which a namespace of the protocol must stand.
  private static let longestHead = 4096

  private static let namespaces = [
    Array("schemas.xmlsoap.org/ws/2005/04/discovery".utf8),
    Array("docs.oasis-open.org/ws-dd/ns/discovery/2009/01".utf8),
  ]

  /// SOAP starts with an angle bracket, behind a byte order mark or white space at most.
  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 64 else { return .notMine }
    var first = bytes.uint8(at: 0) == 0xef ? 3 : 0
    while first < 8, [0x20, 9, 10, 13].contains(bytes.uint8(at: first)) { first += 1 }
    guard bytes.uint8(at: first) == UInt8(ascii: "<") else { return .notMine }
    let end = min(bytes.byteCount, longestHead)
    for offset in first..<end {
      switch bytes.uint8(at: offset) {
      case namespaces[0][0] where bytes.holds(namespaces[0], at: offset): return .certain
      case namespaces[1][0] where bytes.holds(namespaces[1], at: offset): return .certain
      default: break
      }
    }
    return .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let bytes = payload.bytes
    var lists: [(name: String, values: [FieldValue])] = [
      ("endpoint_addresses", []), ("types", []), ("scopes", []), ("transport_addresses", []),
    ]
    defer { for list in lists where !list.values.isEmpty { fields.add(list.name, list.values) } }
    var enclosing = ""
    var offset = 0
    // Ends because every element takes at least two octets.
    while let open = bytes.firstOffset(of: UInt8(ascii: "<"), from: offset, to: bytes.byteCount) {
      guard let close = bytes.firstOffset(of: UInt8(ascii: ">"), from: open, to: bytes.byteCount)
      else { throw .truncated }
      offset = close + 1
      let element = localName(bytes, from: open + 1, to: close)
      guard !element.isEmpty else { continue }
      let next =
        bytes.firstOffset(of: UInt8(ascii: "<"), from: offset, to: bytes.byteCount)
        ?? bytes.byteCount
      let text = bytes.trimmed(offset, next)
      switch element {
      case "Action": addOnce("action", text, to: &fields)
      case "MessageID": addOnce("message_identifier", text, to: &fields)
      case "RelatesTo": addOnce("relates_to", text, to: &fields)
      case "To": addOnce("to", text, to: &fields)
      case "MetadataVersion": addOnce("metadata_version", text, to: &fields)
      case "Hello", "Bye", "Probe", "ProbeMatches", "Resolve", "ResolveMatches":
        if fields["message"] == nil { fields.add("message", element) }
      case "Address" where enclosing == "EndpointReference": add(text, to: &lists[0].values)
      case "Types": add(text, to: &lists[1].values)
      case "Scopes": add(text, to: &lists[2].values)
      case "XAddrs": add(text, to: &lists[3].values)
      default: break
      }
      enclosing = element
    }
  }

  /// The name of an opening element without its prefix; empty for anything else.
  private static func localName(_ bytes: RawSpan, from start: Int, to end: Int) -> String {
    var name: [UInt8] = []
    // Longer names than any of the protocol are not collected.
    for offset in start..<end {
      let octet = bytes.uint8(at: offset)
      switch octet {
      case UInt8(ascii: ":"): name = []
      case 0x41...0x5a, 0x61...0x7a, 0x30...0x39, 0x2d, 0x2e, 0x5f:
        name.append(octet)
        if name.count > 64 { return "" }
      case 0x20, 9, 10, 13: return String(decoding: name, as: UTF8.self)
      default:
        return octet == UInt8(ascii: "/") && offset + 1 == end
          ? String(decoding: name, as: UTF8.self) : ""
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static func addOnce(_ name: String, _ text: RawSpan, to fields: inout Fields) {
    if text.byteCount > 0, fields[name] == nil { fields.add(name, text: text) }
  }

  /// Adds the words of a list with white space between.
  private static func add(_ text: RawSpan, to values: inout [FieldValue]) {
    var start = 0
    for offset in 0...text.byteCount {
      let isEnd = offset == text.byteCount || text.uint8(at: offset) <= 0x20
      guard isEnd else { continue }
      if offset > start, values.count < Fields.mostValues {
        values.append(FieldValue(text: text.extracting(start..<offset)))
      }
      start = offset + 1
    }
  }
}
