import Testing

@testable import Packets

/// Tries a dissector on every shorter length of a long message and on the values of each of its octets at
/// which lengths and signs turn, where every value would take minutes. What it returns must be the
/// same each time.
func expectTotalAtEdges(_ dissector: any Dissector.Type, _ message: [UInt8]) {
  for length in message.indices {
    let cut = Array(message.prefix(length))
    #expect(Reading(dissector, cut) == Reading(dissector, cut, wireLength: length))
    _ = Reading(dissector, cut, wireLength: message.count)
  }
  for position in message.indices {
    var changed = message
    for octet: UInt8 in [0, 1, 0x7f, 0x80, 0x82, 0xff, message[position] ^ 1] {
      changed[position] = octet
      _ = Reading(dissector, changed)
    }
  }
}
