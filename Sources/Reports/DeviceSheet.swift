public import Devices
import Packets

/// Observed machines as an inventory: comma-separated values as `Inventory(csv:file:)` reads them.
///
/// One row a hardware address, whatever VLANs it was seen on; an IP address stands at one machine, the one
/// that comes first. Machines whose role is not known stand behind `#`, with the role left open, for the
/// operator to complete. The tag says where the row is from and how sure it is.
public struct DeviceSheet {
  /// The text, line feeds included.
  public let text: String

  /// The sheet of machines in the order of `Roster.devices(makers:)`.
  public init(_ devices: [ObservedDevice]) {
    var lines = ["mac,ip,role,name,vendor,tags"]
    var taken: Set<IPAddress> = []
    var names: Set<String> = []
    for group in DeviceSheet.groups(devices) {
      let best = group.max { DeviceSheet.isLess($0, $1) } ?? group[0]
      let role = best.inference.role
      let mac = best.key.mac.flatMap { Roster.isMachine($0) ? $0 : nil }
      var addresses: [IPAddress] = []
      for address in group.flatMap(\.routableAddresses).sorted() where addresses.last != address {
        addresses.append(address)
      }
      // An address of two machines (a common one of routers) would make the file contradict itself.
      if role != .unknown { addresses.removeAll { !taken.insert($0).inserted } }
      guard mac != nil || !addresses.isEmpty || role == .unknown else { continue }
      var name = best.name
      if name.isEmpty { name = group.map(\.name).first { !$0.isEmpty } ?? "" }
      // Two machines of one name are two rows that the reader would not tell apart.
      if role != .unknown, !name.isEmpty, !names.insert(name).inserted { name = "" }
      let percent = Int((best.inference.confidence * 100).rounded())
      let fields = [
        mac?.description ?? "", addresses.map(\.description).joined(separator: " "),
        role == .unknown ? "" : role.rawValue, name, best.vendor,
        role == .unknown ? "observed" : "observed confidence-\(percent)",
      ]
      guard mac != nil || !addresses.isEmpty else { continue }
      let row = fields.map(DeviceSheet.quoted).joined(separator: ",")
      lines.append(role == .unknown ? "# \(row)" : row)
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The machines of one hardware address together, in the order of their first.
  private static func groups(_ devices: [ObservedDevice]) -> [[ObservedDevice]] {
    var groups: [[ObservedDevice]] = []
    var places: [MACAddress: Int] = [:]
    for device in devices {
      if let mac = device.key.mac, let place = places[mac] {
        groups[place].append(device)
        continue
      }
      if let mac = device.key.mac { places[mac] = groups.count }
      groups.append([device])
    }
    return groups
  }

  /// A role before none, then the surer one.
  private static func isLess(_ left: ObservedDevice, _ right: ObservedDevice) -> Bool {
    let isKnown = left.inference.role != .unknown
    guard isKnown == (right.inference.role != .unknown) else { return !isKnown }
    return left.inference.confidence < right.inference.confidence
  }

  /// RFC 4180 section 2, rule 5; what the reader refuses or would drop is left out.
  private static func quoted(_ text: String) -> String {
    var kept = ""
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7f {
      kept.unicodeScalars.append(scalar)
    }
    while kept.hasPrefix(" ") { kept.removeFirst() }
    while kept.hasSuffix(" ") { kept.removeLast() }
    guard kept.utf8.contains(where: { $0 == 0x22 || $0 == 0x2c || $0 == 0x23 }) else {
      return kept
    }
    var quoted = "\""
    for character in kept.unicodeScalars {
      if character == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
