import Capture
import Devices
import Flows
import Packets

/// A conversation of one device, named so that it is the same after a restart.
struct ConversationKey: Hashable, Sendable, Storable {
  /// The device, by its index; not written, as it stands beside what is kept.
  var device: Int
  private let vlans: VLANStack
  private let transport: UInt8
  private let initiator: IPAddress
  private let responder: IPAddress
  private let initiatorPort: UInt16
  private let responderPort: UInt16

  init(_ sighting: borrowing Sighting) {
    let flow = sighting.event.flow
    device = sighting.device.index
    vlans = flow.vlans
    transport = flow.transport?.rawValue ?? 0
    initiator = flow.initiator.address
    responder = flow.responder.address
    initiatorPort = flow.initiator.port
    responderPort = flow.responder.port
  }

  func store(to writer: inout StoredWriter) {
    writer.add(vlans.rawValue)
    writer.add(transport)
    writer.add(initiator)
    writer.add(responder)
    writer.add(initiatorPort)
    writer.add(responderPort)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    device = 0
    vlans = VLANStack(rawValue: try reader.number())
    transport = try reader.number()
    initiator = try reader.address()
    responder = try reader.address()
    initiatorPort = try reader.number()
    responderPort = try reader.number()
  }
}
