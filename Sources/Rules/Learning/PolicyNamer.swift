import Devices
import Packets

/// What a proposed policy calls devices and peers.
struct PolicyNamer {
  private let inventory: Inventory

  /// A namer for a network.
  init(_ inventory: Inventory) { self.inventory = inventory }

  /// A device: its name, else an address, by which the policy knows it as well.
  func name(_ index: Int) -> String {
    let device = inventory.devices[index]
    if !device.name.isEmpty { return device.name }
    return device.addresses.first?.description ?? device.macs.first?.description ?? ""
  }

  /// The role of a device.
  func role(_ index: Int) -> DeviceRole { inventory.devices[index].role }

  /// Whether a device has that name.
  func isDevice(_ name: String) -> Bool { inventory.index(forName: name) != nil }

  /// Whether the policy would read a word as a DNS name: RFC 1123 section 2.1, and no device's name.
  func isDomainName(_ text: String) -> Bool {
    let labels = text.utf8.split(separator: 0x2e, omittingEmptySubsequences: false)
    let isName = labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != 0x2d && label.last != 0x2d
        && label.allSatisfy {
          (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d || $0 == 0x5f
        }
    }
    let isNumber = labels.last?.allSatisfy { (0x30...0x39).contains($0) } ?? true
    return isName && !isNumber && labels.count > 1 && text.utf8.count <= 253 && !isDevice(text)
  }

  /// Who did something: a role, where at least three of its devices and half of them did, else the devices.
  func subject(_ devices: Set<Int>, _ role: DeviceRole) -> ProposedSubject {
    let known = inventory.devices.count { $0.role == role }
    if isWhole(devices, role) { return .role(role, doing: devices.count, of: known) }
    return .devices(devices.sorted().map(name), role)
  }

  /// Whether so many devices of a role stand for all.
  func isWhole(_ devices: Set<Int>, _ role: DeviceRole) -> Bool {
    let known = inventory.devices.count { $0.role == role }
    return devices.count >= 3 && devices.count * 2 >= known
  }

  /// A peer.
  func member(_ peer: LearnedPeer, devices: Int = 0, occurrences: Int = 0) -> ProposedMember {
    switch peer {
    case .device(let index):
      let device = inventory.devices[index]
      let addresses = device.addresses.map(\.description).joined(separator: ", ")
      let note = "\(device.role.rawValue)\(addresses.isEmpty ? "" : " \(addresses)")"
      return ProposedMember(
        text: device.name, note: note, devices: devices, occurrences: occurrences)
    case .name(let name):
      return ProposedMember(text: name, note: "", devices: devices, occurrences: occurrences)
    case .address(let address):
      return ProposedMember(
        text: address.description, note: "", devices: devices, occurrences: occurrences)
    }
  }

  /// Which peer a record is about: a device that has a name, outside the name that was asked for, else the
  /// address.
  func peer(_ record: LearnedConversations) -> LearnedPeer {
    if let index = record.peerDevice, !inventory.devices[index].name.isEmpty {
      return .device(index)
    }
    // Of a conversation that the peer starts the name would be the device's.
    if record.scope == .outside, record.key.service.isOutgoing,
      let name = record.names.words.first(where: { isDomainName($0.word) })
    {
      return .name(name.word)
    }
    return .address(record.key.peer)
  }

  /// A domain that was asked for.
  func questions(_ learned: LearnedQuestions) -> ProposedQuestions {
    let roles = Set(learned.devices.map(role)).sorted { $0.rawValue < $1.rawValue }
    return ProposedQuestions(
      domain: learned.domain,
      subjects: roles.map { role in
        .devices(learned.devices.filter { self.role($0) == role }.sorted().map(name), role)
      },
      count: learned.count, isVaried: learned.variety.isHigh, first: learned.first,
      last: learned.last)
  }

  /// Frames that were seen.
  func frames(_ learned: LearnedFrames) -> ProposedFrames {
    ProposedFrames(
      device: name(learned.device), type: learned.type, occurrences: learned.occurrences,
      receivers: learned.receivers.words.map { ($0.word, $0.count) },
      otherReceivers: learned.receivers.others, first: learned.first, last: learned.last)
  }
}
