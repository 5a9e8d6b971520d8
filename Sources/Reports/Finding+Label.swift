internal import Devices
internal import Packets
internal import Rules

extension Finding {
  /// The device for people: name and address, with the port where it is the one that was called.
  var deviceLabel: String {
    deviceEnd.label(of: device, withPort: !conversation.deviceStarted)
  }

  /// The peer for people: name and address, with the port where it is the one that was called.
  var peerLabel: String {
    peerEnd.label(of: peer, withPort: conversation.deviceStarted)
  }

  /// `device -> peer`, the arrow from the end that started.
  /// Where there is no peer, the device alone.
  var pairLabel: String {
    guard peerEnd.address != nil || peerEnd.mac != nil else { return deviceLabel }
    return "\(deviceLabel) \(conversation.deviceStarted ? "->" : "<-") \(peerLabel)"
  }
}

extension Finding.Endpoint {
  /// `bmc-7 (10.20.0.17)`, `203.0.113.77:443`, `[2001:db8::1]:443`, a hardware address, or `unknown`.
  fileprivate func label(of device: Device?, withPort: Bool) -> String {
    var place = address?.description ?? mac?.description ?? "unknown"
    if let address, let port, withPort {
      place = address.isIPv4 ? "\(place):\(port)" : "[\(place)]:\(port)"
    }
    guard let device, !device.name.isEmpty else { return place }
    return "\(device.name) (\(place))"
  }
}

extension Finding {
  /// `open`, `updated`, `closed` or `reopened`.
  var stateWord: String { state == .open && update > 0 ? "updated" : state.rawValue }
}
