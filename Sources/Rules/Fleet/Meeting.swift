import Capture
import Packets

/// Who has met at one point, and what was told of it.
struct Meeting: Sendable {
  /// Devices that are told apart.
  static let mostMembers = 256
  /// General machines that are told apart.
  static let mostGeneral = 8

  /// A device that was there.
  struct Member: Sendable, Storable {
    /// The device, by its index; not written, as it stands beside what is kept.
    var device = 0
    /// The first time.
    let first: Timestamp
    /// The latest time.
    var last: Timestamp
    /// Times that lie a minute apart or more.
    var occasions: UInt32 = 1
    /// The address that it met, of late.
    var peer: IPAddress
    /// On which service.
    var service: ServiceKind
    /// Its own address.
    var address: IPAddress
    /// JA4 of its TLS client; empty where none was read.
    var client = ""
    /// Whether the first line about the point was its own.
    var isTeller = false

    init(
      device: Int, at time: Timestamp, peer: IPAddress, service: ServiceKind, address: IPAddress
    ) {
      self.device = device
      first = time
      last = time
      self.peer = peer
      self.service = service
      self.address = address
    }

    func store(to writer: inout StoredWriter) {
      writer.add(first)
      writer.add(last)
      writer.add(occasions)
      writer.add(peer)
      writer.add(service)
      writer.add(address)
      writer.add(client)
      writer.add(isTeller)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      first = try reader.time()
      last = try reader.time()
      occasions = try reader.number()
      peer = try reader.address()
      service = try reader.value()
      address = try reader.address()
      client = try reader.text()
      isTeller = try reader.flag()
    }
  }

  /// What was told.
  struct Told: Sendable, Storable {
    /// The number of the latest line.
    var update: Int
    /// How many devices it named.
    var count: Int
    /// How much it mattered.
    var severity: Severity
    /// Whether it still holds.
    var isOpen = true
    /// Who met whom in it.
    var scene: RhythmScene

    init(update: Int, count: Int, severity: Severity, scene: RhythmScene) {
      self.update = update
      self.count = count
      self.severity = severity
      self.scene = scene
    }

    func store(to writer: inout StoredWriter) {
      writer.add(UInt32(clamping: update))
      writer.add(UInt32(clamping: count))
      writer.add(UInt8(severity.rawValue))
      writer.add(isOpen)
      writer.add(scene)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      update = Int(try reader.number(UInt32.self))
      count = Int(try reader.number(UInt32.self))
      guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
        throw reader.fault("a severity")
      }
      self.severity = severity
      isOpen = try reader.flag()
      scene = try reader.value()
    }
  }

  /// The managed devices, in the order in which they came.
  var members: [Member] = []
  /// Whether all contacts so far had the content of a service that anybody uses outside.
  var isUsual = true
  /// General machines that meet there, too, by their indices.
  var general: [Int] = []
  /// How many members there were when they were of one maker and role; not written, as it is found out again.
  var alike = 0
  /// What was told, if anything was.
  var told: Told?
  /// The how manieth point it was.
  var ordinal: UInt64 = 0

  /// Notes a contact of a managed device.
  /// - Returns: Whether it is news: the device's first one, a minute or more behind the one before, or other than
  ///   that was.
  mutating func note(_ contact: Member, isUsual usual: Bool) -> Bool {
    let wasUsual = isUsual
    isUsual = isUsual && usual
    guard let place = members.firstIndex(where: { $0.device == contact.device }) else {
      if members.count < Meeting.mostMembers { members.append(contact) }
      return true
    }
    let former = members[place]
    let gap = contact.last.nanoseconds(since: former.last)
    if gap >= 60_000_000_000 { members[place].occasions &+= 1 }
    members[place].last = max(members[place].last, contact.last)
    members[place].peer = contact.peer
    members[place].service = contact.service
    members[place].address = contact.address
    if !contact.client.isEmpty { members[place].client = contact.client }
    return gap >= 60_000_000_000 || gap < 0 || wasUsual != isUsual
      || former.service != contact.service || former.address != contact.address
  }

  /// Those who came within a stretch of time that ends with a moment.
  func members(within stretch: Int64, of time: Timestamp) -> [Member] {
    members.filter { time.nanoseconds(since: $0.last) <= stretch }
  }
}
