import Capture
import Devices
import Flows
import Packets

/// Who asked whom for a file by TFTP lately, and from which port.
///
/// The blocks come from a port of the server's choice to the port that asked (RFC 1350 section 4): a conversation of
/// its own, which seems to be started by the server, or, where its first packet is lost, by the client. Bounded:
/// the latest 2048 requests.
struct TransferRequests: Sendable {
  /// Where files are asked for.
  static let port: UInt16 = 69

  /// What a stored entry is called.
  static let label = "transfer"

  private var asked: AskedPorts

  init(isRemembered: Bool) {
    asked = AskedPorts(TransferRequests.label, isExact: true, isRemembered: isRemembered)
  }

  /// An end of a transfer.
  enum End {
    case device, peer
  }

  /// Notes a request; anything else is left alone.
  mutating func note(_ sighting: borrowing Sighting) {
    let flow = sighting.event.flow
    guard sighting.event.kind == .opened, flow.responder.port == TransferRequests.port,
      flow.transport == .udp
    else { return }
    asked.note(key(sighting, asker: sighting.deviceStarted ? .device : .peer))
  }

  /// Who serves the file whose blocks the conversation carries; `nil` where nobody asked for one.
  func answerer(_ sighting: borrowing Sighting) -> End? {
    let flow = sighting.event.flow
    guard !asked.isEmpty, flow.transport == .udp, flow.initiator.port >= 1024,
      flow.responder.port >= 1024
    else { return nil }
    if asked.contains(key(sighting, asker: .peer)) { return .device }
    return asked.contains(key(sighting, asker: .device)) ? .peer : nil
  }

  /// What the policy is asked about a file that the device gives: the port that was asked is not the one it comes
  /// from.
  static func question(_ sighting: borrowing Sighting) -> PolicyQuestion {
    var question = sighting.turnedRound
    question.port = port
    return question
  }

  private func key(_ sighting: borrowing Sighting, asker: End) -> AskedPorts.Key {
    AskedPorts.Key(
      device: sighting.device.index, peer: sighting.peerEnd.address,
      port: asker == .device ? sighting.deviceEnd.port : 0,
      peerPort: asker == .peer ? sighting.peerEnd.port : 0)
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] { asked.changes() }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) { try asked.restore(entries) }
}
