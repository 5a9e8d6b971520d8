import Flows
import Packets

extension Sighting {
  /// Whether the device itself has started a conversation with one machine, on ports: what came of a packet that
  /// asked for it.
  ///
  /// A lone answer to a conversation that nobody saw looks as if the device had begun; it must have sent something.
  var isCall: Bool {
    event.flow.transport?.hasPorts == true && isOwnInitiative && hasSinglePeer && deviceTookPart
      && isDeviceItself && !event.flow.traits.contains(.midstream)
  }
}
