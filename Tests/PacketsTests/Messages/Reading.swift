import Testing

@testable import Packets

/// What a dissector made of bytes.
struct Reading: Equatable {
  let recognition: Recognition
  let fields: Fields
  let fault: DecodeFault.Kind

  /// Asks one dissector, in its first carrier where none is given.
  init(
    _ dissector: any Dissector.Type, _ octets: [UInt8], in carrier: Carrier? = nil,
    wireLength: Int? = nil, sourcePort: UInt16 = 0, destinationPort: UInt16 = 0
  ) {
    let payload = unsafe Payload(
      octets.span.bytes, wireLength: wireLength, in: carrier ?? dissector.carriers[0],
      sourcePort: sourcePort, destinationPort: destinationPort)
    recognition = dissector.recognize(payload)
    var fields = Fields()
    var fault = DecodeFault.Kind.none
    do throws(DecodeFault.Kind) {
      try dissector.dissect(payload, into: &fields)
    } catch {
      fault = error
    }
    self.fields = fields
    self.fault = fault
  }
}

/// Tries a dissector on every shorter length of a message and on every value of each of its octets, as
/// a whole and cut by the capture. A dissector that traps or never ends ends the test run; what it
/// returns must be the same each time.
func expectTotal(
  _ dissector: any Dissector.Type, _ message: [UInt8], in carrier: Carrier? = nil
) {
  for length in 0...message.count {
    let cut = Array(message.prefix(length))
    let whole = Reading(dissector, cut, in: carrier)
    #expect(whole == Reading(dissector, cut, in: carrier))
    _ = Reading(dissector, cut, in: carrier, wireLength: message.count)
  }
  for position in message.indices {
    var changed = message
    for octet in UInt8.min...UInt8.max {
      changed[position] = octet
      _ = Reading(dissector, changed, in: carrier)
    }
  }
}
