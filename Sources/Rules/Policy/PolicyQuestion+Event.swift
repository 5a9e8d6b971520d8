import Devices
import Flows
import Packets

extension PolicyQuestion {
  /// What the policy is asked about the conversation of an event.
  init(
    _ event: FlowEvent, _ content: borrowing SightedContent, device: Device, peerDevice: Device?,
    deviceStarted: Bool
  ) {
    let flow = event.flow
    let transport = flow.transport
    let session = content.session
    // Who starts asks for a name of the other end; what a stranger asks a device for is no name of the
    // stranger's.
    var names: [String] = []
    if deviceStarted {
      if let name = content.name { names.append(name.text) }
      if var name = session.serverName?.lowercased() {
        if name.hasSuffix(".") { name.removeLast() }
        if !names.contains(name) { names.append(name) }
      }
    }
    self.init(
      device: device, deviceStarted: deviceStarted,
      peer: flow.isIP ? (deviceStarted ? flow.responder : flow.initiator).address : nil,
      peerDevice: peerDevice, names: names, transport: transport, isEther: !flow.isIP,
      port: transport?.hasPorts == true ? flow.responder.port : nil,
      spoken: session.recognition == .certain ? session.spoken : nil)
  }
}
