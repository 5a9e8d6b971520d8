@testable import Packets

/// A payload in a carrier, handed to dissectors without a packet around it.
///
///     +---------+-------------------+---------+-----------+---------+
///     | carrier | number            | missing | dissector | payload |
///     | 1 octet | 6, highest first  | 1       | 1         |         |
///     +---------+-------------------+---------+-----------+---------+
///
/// The carrier is 0 UDP, 1 TCP, 2 IP, 3 link, modulo 4. The number has the source and the destination
/// port in its first four octets, or the IP protocol in its last, or the space of a link protocol in
/// its first and the number in the five others. Missing are octets that the capture cut off.
struct PayloadInput: ~Escapable {
  private static let headerLength = 9

  private let bytes: RawSpan
  private let missing: Int
  private let selected: Int
  private let carrier: Carrier
  private let sourcePort: UInt16
  private let destinationPort: UInt16

  /// The payload of an input; `nil` where even its head is missing.
  @_lifetime(copy input)
  init?(_ input: RawSpan) {
    let isLongEnough = input.byteCount >= PayloadInput.headerLength
    bytes = input.extracting(droppingFirst: min(PayloadInput.headerLength, input.byteCount))
    missing = isLongEnough ? Int(input.uint8(at: 7)) : 0
    selected = isLongEnough ? Int(input.uint8(at: 8)) : 0
    let kind = isLongEnough ? input.uint8(at: 0) % 4 : 0
    switch kind {
    case 0: carrier = .udp
    case 1: carrier = .tcp
    case 2: carrier = .ip(IPProtocol(rawValue: input.uint8(at: 6)))
    default:
      let number = UInt64(input.uint8(at: 2)) << 32 | UInt64(input.uint32(at: 3))
      let space = LinkProtocol.Space(rawValue: input.uint8(at: 1) % 6) ?? .none
      carrier = .link(LinkProtocol(space, number))
    }
    sourcePort = isLongEnough && kind < 2 ? input.uint16(at: 1) : 0
    destinationPort = isLongEnough && kind < 2 ? input.uint16(at: 3) : 0
    guard isLongEnough else { return nil }
  }

  /// Whom the catalog chooses in the input's carrier, and everybody who would have taken it in any.
  func readByAll() {
    let payload = Payload(
      bytes, wireLength: bytes.byteCount + missing, in: carrier, sourcePort: sourcePort,
      destinationPort: destinationPort)
    if let message = ProtocolCatalog.read(payload) {
      Invariants.check(message, of: payload)
      precondition(ProtocolCatalog.read(payload) == message)
    }
    for dissector in ProtocolCatalog.all {
      for carrier in dissector.carriers {
        read(by: dissector, bytes, in: carrier, ifRecognized: true)
      }
    }
  }

  /// One dissector, chosen by a number, in each of its carriers; of TCP also as the head grows.
  func readByOne() {
    let dissector = ProtocolCatalog.all[selected % ProtocolCatalog.all.count]
    for carrier in dissector.carriers {
      read(by: dissector, bytes, in: carrier, ifRecognized: false)
      guard carrier == .tcp else { continue }
      for quarter in 1..<4 {
        let head = bytes.extracting(first: bytes.byteCount * quarter / 4)
        read(by: dissector, head, in: carrier, ifRecognized: false)
      }
    }
  }

  private func read(
    by dissector: any Dissector.Type, _ bytes: RawSpan, in carrier: Carrier, ifRecognized: Bool
  ) {
    let payload = Payload(
      bytes, wireLength: bytes.byteCount + missing, in: carrier, sourcePort: sourcePort,
      destinationPort: destinationPort)
    let recognition = dissector.recognize(payload)
    precondition(dissector.recognize(payload) == recognition)
    guard recognition != .notMine || !ifRecognized else { return }
    let message = PayloadInput.message(dissector, recognition, payload)
    Invariants.check(message, of: payload)
    precondition(PayloadInput.message(dissector, recognition, payload) == message)
  }

  private static func message(
    _ dissector: any Dissector.Type, _ recognition: Recognition, _ payload: borrowing Payload
  ) -> Message {
    var fields = Fields()
    var fault = DecodeFault.Kind.none
    do throws(DecodeFault.Kind) {
      try dissector.dissect(payload, into: &fields)
    } catch {
      fault = error
    }
    return Message(name: dissector.name, recognition: recognition, fields: fields, fault: fault)
  }
}
