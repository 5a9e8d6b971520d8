/// Simple Service Discovery Protocol, UPnP Device Architecture 2.0 section 1: HTTP header lines in UDP.
///
///     NOTIFY * HTTP/1.1             M-SEARCH * HTTP/1.1    HTTP/1.1 200 OK
///     NT, NTS, USN, LOCATION, ..    MAN, MX, ST, ..        ST, USN, LOCATION, ..
///
/// Lines end with CR LF or, from careless writers, with LF; header names are of any case.
enum SSDP: Dissector {
  static let name: ProtocolName = "ssdp"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [1900]

  /// Octets that are read of a message.
  private static let longest = 4096

  private static let notify = Array("NOTIFY * HTTP/1.".utf8)
  private static let search = Array("M-SEARCH * HTTP/1.".utf8)
  private static let response = Array("HTTP/1.".utf8)
  private static let searchTarget = Array("\nst:".utf8)
  private static let serviceName = Array("\nusn:".utf8)

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= notify.count else { return .notMine }
    switch bytes.uint8(at: 0) {
    case notify[0]: return bytes.holds(notify) ? .certain : .notMine
    case search[0]: return bytes.holds(search) ? .certain : .notMine
    case response[0]:
      guard bytes.holds(response) else { return .notMine }
      var offset = response.count
      let end = min(bytes.byteCount, longest)
      while let line = bytes.firstOffset(of: 10, from: offset, to: end) {
        if bytes.holds(lowercase: searchTarget, at: line)
          || bytes.holds(lowercase: serviceName, at: line)
        {
          return .certain
        }
        offset = line + 1
      }
      return .unsure
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let bytes = payload.bytes.extracting(first: min(payload.bytes.byteCount, longest))
    var headers: [FieldValue] = []
    defer { fields.add("headers", headers) }
    guard let first = bytes.firstOffset(of: 10, from: 0, to: bytes.byteCount) else {
      throw .truncated
    }
    readStart(bytes.trimmed(0, first), into: &fields)
    var start = first + 1
    // Ends because every line takes an octet.
    while headers.count < Fields.mostValues,
      let end = bytes.firstOffset(of: 10, from: start, to: bytes.byteCount)
    {
      let line = bytes.trimmed(start, end)
      start = end + 1
      if line.byteCount == 0 { return }
      // A line without a colon is no header; nothing says what it is.
      guard let colon = line.firstOffset(of: 0x3a, from: 0, to: line.byteCount) else {
        throw .option
      }
      let name = FieldValue(text: line.trimmed(0, colon))
      headers.append(name)
      if let field = field(name.text?.lowercased() ?? ""), fields[field] == nil {
        fields.add(field, text: line.trimmed(colon + 1, line.byteCount))
      }
    }
    if headers.count < Fields.mostValues { throw .truncated }
  }

  private static func readStart(_ line: RawSpan, into fields: inout Fields) {
    guard let space = line.firstOffset(of: 0x20, from: 0, to: line.byteCount) else { return }
    guard line.holds(response) else { return fields.add("method", text: line.trimmed(0, space)) }
    let rest = line.trimmed(space + 1, line.byteCount)
    var code: UInt64 = 0
    for offset in 0..<min(rest.byteCount, 3) {
      let octet = rest.uint8(at: offset)
      guard (0x30...0x39).contains(octet) else { return }
      code = code * 10 + UInt64(octet - 0x30)
    }
    fields.add("status_code", code)
  }

  /// What a header is called in the fields; `nil` for one that is only listed.
  private static func field(_ header: String) -> String? {
    switch header {
    case "host": "host"
    case "st": "search_target"
    case "nt": "notification_type"
    case "nts": "notification_sub_type"
    case "usn": "unique_service_name"
    case "location": "location"
    case "server": "server"
    case "user-agent": "user_agent"
    case "mx": "mx_seconds"
    case "man": "man"
    case "cache-control": "cache_control"
    case "cpfn.upnp.org": "control_point_friendly_name"
    default: nil
    }
  }
}
