import Devices
import Flows

extension Sighting {
  /// Whether the device's end is the device itself, and not a machine behind it, whatever its role: what one machine
  /// passes on for others must not make two devices share a peer.
  var isOfDeviceAlone: Bool {
    let address = deviceEnd.address
    return device.addresses.contains(address) || AddressScope.isLocal(address)
      || deviceStarted && Sighting.isWhole(event.flow.timeToLive)
  }
}
