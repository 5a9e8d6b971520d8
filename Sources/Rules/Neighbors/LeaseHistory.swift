import Capture

/// Which DHCP clients speak under one hardware address, and how they take turns.
///
/// Bounded: four clients, eight turns. A hardware address with more clients carries other machines.
struct LeaseHistory: Sendable, Storable {
  private static let mostClients = 4
  private static let mostTurns = 8
  /// A client that extends its lease within this, in nanoseconds, has been running: a day.
  private static let longestLease: Int64 = 86_400_000_000_000

  /// One of the clients.
  struct Client: Sendable {
    var identity: LeaseIdentity
    let first: Timestamp
    var last: Timestamp
    var messages: UInt32 = 1
    /// Whether it has extended its lease although another one spoke in between.
    var wentOn = false
  }

  private(set) var clients: [Client] = []
  private var current = 0
  private(set) var turns: [Timestamp] = []
  /// Whether there are more clients than are told apart.
  private(set) var isCrowd = false

  init() {}

  /// A message of a client.
  ///
  /// `extends`: whether it extends a lease that it has, so that it did not start anew.
  /// - Returns: Whether it is another client's than the message before.
  mutating func note(_ identity: LeaseIdentity, extends: Bool, at time: Timestamp) -> Bool {
    guard !isCrowd else { return false }
    guard let index = clients.firstIndex(where: { !$0.identity.isOther(than: identity) }) else {
      guard clients.count < LeaseHistory.mostClients else {
        isCrowd = true
        return false
      }
      clients.append(Client(identity: identity, first: time, last: time))
      return turn(to: clients.count - 1, at: time)
    }
    if index != current, extends,
      time.nanoseconds(since: clients[index].last) <= LeaseHistory.longestLease
    {
      clients[index].wentOn = true
    }
    clients[index].identity.complete(with: identity)
    clients[index].last = time
    clients[index].messages &+= 1
    return turn(to: index, at: time)
  }

  private mutating func turn(to index: Int, at time: Timestamp) -> Bool {
    defer { current = index }
    guard clients.count > 1, index != current else { return false }
    if turns.count == LeaseHistory.mostTurns { turns.removeFirst() }
    turns.append(time)
    return true
  }

  /// The client that spoke last.
  var speaking: Client? { clients.indices.contains(current) ? clients[current] : nil }

  /// The client among the others that spoke last.
  var other: Client? {
    clients.indices.filter { $0 != current }.map { clients[$0] }.max { $0.last < $1.last }
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(clients.count))
    for client in clients {
      writer.add(client.identity)
      writer.add(client.first)
      writer.add(client.last)
      writer.add(client.messages)
      writer.add(client.wentOn)
    }
    writer.add(UInt32(current))
    writer.add(isCrowd)
    writer.add(UInt32(turns.count))
    for turn in turns { writer.add(turn) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    let count = try reader.count(ofAtLeast: 37)
    guard count <= LeaseHistory.mostClients else { throw reader.fault("fewer clients") }
    for _ in 0..<count {
      var client = Client(
        identity: try reader.value(), first: try reader.time(), last: try reader.time())
      client.messages = try reader.number()
      client.wentOn = try reader.flag()
      clients.append(client)
    }
    current = Int(try reader.number(UInt32.self))
    guard current < max(1, count) else { throw reader.fault("one of the clients") }
    isCrowd = try reader.flag()
    let turnCount = try reader.count(ofAtLeast: 8)
    guard turnCount <= LeaseHistory.mostTurns else { throw reader.fault("fewer turns") }
    for _ in 0..<turnCount { turns.append(try reader.time()) }
  }
}
