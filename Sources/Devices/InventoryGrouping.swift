import Packets

/// Joins the rows of an inventory into devices, and finds rows that contradict each other.
///
/// Which rows become one device does not depend on their order. Time and memory grow with the rows,
/// never with their pairs.
struct InventoryGrouping {
  /// What rows of one device agree in.
  private struct Identity: Hashable {
    let role: DeviceRole
    let name: String
  }

  /// That a hardware address belongs to a device.
  private struct Claim: Hashable {
    let mac: MACAddress
    let identity: Identity
  }

  /// The rows that say something about one hardware address.
  private struct Sharing {
    /// The first of them.
    let first: Int
    /// The first row of another device than that of `first`.
    var other: Int?
    /// The first of them without an IP address.
    var withoutAddress: Int?
  }

  /// What a row says of whom, whatever the order in which it says it.
  private struct Content: Hashable {
    let identity: Identity
    let macs: [MACAddress]
    let addresses: [IPAddress]
  }

  private let source: SourceText
  private var rows: [InventoryRow] = []
  /// An earlier row of the same device, or the row itself: a disjoint-set forest.
  private var parents: [Int] = []
  private var sharings: [MACAddress: Sharing] = [:]
  private var rowOfClaim: [Claim: Int] = [:]
  /// The first row with any name for an address and a role; the name in the key is empty.
  private var namedRowOfClaim: [Claim: Int] = [:]
  private var rowOfAddress: [IPAddress: Int] = [:]
  private var rowOfContent: [Content: Int] = [:]

  /// A grouping of the rows of a file.
  init(_ source: SourceText) { self.source = source }

  /// Takes the next row; throws where it contradicts or repeats an earlier one.
  mutating func add(_ row: InventoryRow) throws(ConfigurationError) {
    let index = rows.count
    rows.append(row)
    parents.append(index)
    let identity = Identity(role: row.role, name: row.name)
    let content = Content(
      identity: identity, macs: row.macs.sorted(), addresses: row.addresses.sorted())
    if let earlier = rowOfContent.updateValue(index, forKey: content) {
      throw fault(index, "this row repeats \(described(earlier))")
    }
    for address in row.addresses {
      guard let earlier = rowOfAddress[address] else {
        rowOfAddress[address] = index
        continue
      }
      guard identity == Identity(role: rows[earlier].role, name: rows[earlier].name) else {
        throw fault(
          index,
          "\(address) is also \(described(earlier)): an IP address belongs to one device, and rows of "
            + "one device need the same role and name")
      }
      join(index, earlier)
    }
    for mac in row.macs {
      try checkNames(mac, index, identity)
      try share(mac, index, identity)
      let claim = Claim(mac: mac, identity: identity)
      if let earlier = rowOfClaim[claim] {
        join(index, earlier)
      } else {
        rowOfClaim[claim] = index
      }
    }
  }

  /// The devices, in the order of their first rows.
  func devices() throws(ConfigurationError) -> [Device] {
    var devices: [Device] = []
    var places: [Int] = []
    var rowOfName: [String: Int] = [:]
    var rowOfVendor: [Int] = []
    for (index, row) in rows.enumerated() {
      // A parent is never later than its child, so its place is known.
      guard parents[index] == index else {
        let place = places[parents[index]]
        places.append(place)
        devices[place].macs += row.macs
        devices[place].addresses += row.addresses
        devices[place].tags += row.tags
        guard !row.vendor.isEmpty, devices[place].vendor != row.vendor else { continue }
        guard devices[place].vendor.isEmpty else {
          throw fault(
            index,
            "the vendor differs from that of \(described(rowOfVendor[place])), the same device")
        }
        devices[place].vendor = row.vendor
        rowOfVendor[place] = index
        continue
      }
      if !row.name.isEmpty, let earlier = rowOfName.updateValue(index, forKey: row.name) {
        throw fault(
          index,
          "'\(row.name)' is also \(described(earlier)), which shares no address with this row: give "
            + "each device its own name, or put all addresses of one device in one row")
      }
      places.append(devices.count)
      rowOfVendor.append(index)
      devices.append(
        Device(
          index: devices.count, macs: row.macs, addresses: row.addresses, role: row.role,
          name: row.name, vendor: row.vendor, tags: row.tags))
    }
    for place in devices.indices {
      devices[place].macs = InventoryGrouping.unique(devices[place].macs)
      devices[place].addresses = InventoryGrouping.unique(devices[place].addresses)
      devices[place].tags = InventoryGrouping.unique(devices[place].tags)
    }
    return devices
  }

  /// The lines of the first rows of the devices, in the order of the devices.
  var lines: [Int] {
    var lines: [Int] = []
    var line = 1
    var passed = 0
    // In one pass, because there may be as many devices as lines.
    for index in rows.indices where parents[index] == index {
      line += source.bytes[passed..<rows[index].offset].count { $0 == 0x0a }
      passed = rows[index].offset
      lines.append(line)
    }
    return lines
  }

  /// The values in their order, later repetitions left out.
  private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// Refuses a hardware address that has a role once with a name and once without: one device or two?
  private mutating func checkNames(
    _ mac: MACAddress, _ index: Int, _ identity: Identity
  ) throws(ConfigurationError) {
    let unnamed = Claim(mac: mac, identity: Identity(role: identity.role, name: ""))
    let isNamed = !identity.name.isEmpty
    if let earlier = isNamed ? rowOfClaim[unnamed] : namedRowOfClaim[unnamed] {
      throw fault(
        index,
        "\(mac) is also \(described(earlier)), and only one of the two rows has a name: give both "
          + "the same name if they are one device, else each its own")
    }
    if isNamed, namedRowOfClaim[unnamed] == nil { namedRowOfClaim[unnamed] = index }
  }

  /// Checks that devices which share a hardware address can be told apart.
  private mutating func share(
    _ mac: MACAddress, _ index: Int, _ identity: Identity
  ) throws(ConfigurationError) {
    let withoutAddress = rows[index].addresses.isEmpty ? index : nil
    guard var sharing = sharings[mac] else {
      sharings[mac] = Sharing(first: index, other: nil, withoutAddress: withoutAddress)
      return
    }
    let first = rows[sharing.first]
    let isOther = identity != Identity(role: first.role, name: first.name)
    if isOther, sharing.other == nil { sharing.other = index }
    sharing.withoutAddress = sharing.withoutAddress ?? withoutAddress
    sharings[mac] = sharing
    guard let other = sharing.other, let bare = sharing.withoutAddress else { return }
    let earlier = bare == index ? (isOther ? sharing.first : other) : bare
    throw fault(
      index,
      "\(mac) is also \(described(earlier)): devices that share a hardware address are told apart by "
        + "IP address, so each of their rows needs one; rows of one device need the same role and name"
    )
  }

  private func described(_ index: Int) -> String {
    let name = rows[index].name.isEmpty ? "" : " '\(rows[index].name)'"
    return "the \(rows[index].role.rawValue)\(name) of line \(source.line(of: rows[index].offset))"
  }

  private func fault(_ index: Int, _ reason: String) -> ConfigurationError {
    source.error(at: rows[index].offset, reason)
  }

  private func root(_ index: Int) -> Int {
    var index = index
    while parents[index] != index { index = parents[index] }
    return index
  }

  /// Makes two rows one device; the first row of the device stays its root.
  private mutating func join(_ left: Int, _ right: Int) {
    let first = min(root(left), root(right))
    for start in [left, right] {
      var index = start
      // Every row on the way points at the root from now on, which keeps the ways short.
      while true {
        let next = parents[index]
        parents[index] = first
        if next == index { break }
        index = next
      }
    }
  }
}
