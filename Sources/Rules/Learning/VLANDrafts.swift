import Devices
import Packets

/// Where devices were seen, brought together by role.
struct VLANDrafts {
  /// The proposals; empty where no frame of a device has a tag.
  private(set) var proposals: [ProposedVLANs] = []

  /// Proposals for devices of which the policy says nothing yet.
  ///
  /// `vlans`: conversations of each device in each VLAN, 0 for none.
  init(_ vlans: [Int: [UInt16: Int]], _ site: borrowing Site, _ namer: PolicyNamer) {
    guard vlans.values.contains(where: { $0.keys.contains { $0 != 0 } }) else { return }
    for role in [DeviceRole.bmc, .switch, .router, .nic] {
      let devices = vlans.keys.filter { index in
        namer.role(index) == role && site.policy.vlans(of: site.inventory.devices[index]) == nil
      }.sorted()
      var wide: [UInt16: Set<Int>] = [:]
      for index in devices {
        for identifier in vlans[index, default: [:]].keys {
          wide[identifier, default: []].insert(index)
        }
      }
      wide = wide.filter { namer.isWhole($0.value, role) }
      if !wide.isEmpty {
        let doing = wide.values.reduce(into: Set()) { $0.formUnion($1) }
        proposals.append(
          ProposedVLANs(
            subject: namer.subject(doing, role),
            tags: wide.keys.sorted().map { VLANDrafts.tag($0, wide[$0] ?? [], vlans) }))
      }
      // What only some do stands for these alone.
      var order: [Set<UInt16>] = []
      var some: [Set<UInt16>: Set<Int>] = [:]
      for index in devices {
        let own = Set(vlans[index, default: [:]].keys).subtracting(wide.keys)
        guard !own.isEmpty else { continue }
        if some[own] == nil { order.append(own) }
        some[own, default: []].insert(index)
      }
      for own in order {
        let devices = some[own] ?? []
        proposals.append(
          ProposedVLANs(
            subject: .devices(devices.sorted().map(namer.name), role),
            tags: own.sorted().map { VLANDrafts.tag($0, devices, vlans) }))
      }
    }
  }

  private static func tag(
    _ identifier: UInt16, _ devices: Set<Int>, _ vlans: [Int: [UInt16: Int]]
  ) -> ProposedVLANs.Tag {
    ProposedVLANs.Tag(
      identifier: identifier, devices: devices.count,
      conversations: devices.reduce(0) { $0 + (vlans[$1]?[identifier] ?? 0) })
  }
}
