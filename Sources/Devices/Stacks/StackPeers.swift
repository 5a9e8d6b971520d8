public import Capture
public import Packets

/// With whom a system talks: the latest four peers and when each was met last.
///
/// Fixed memory: 104 bytes.
public struct StackPeers: Sendable {
  /// Peers that are kept; a further one takes the place of the one that was met the longest ago.
  public static let kept = 4

  private var list = InlineArray<4, Peer>(
    repeating: Peer(address: .zero, last: Timestamp(rawValue: 0)))
  private var count: UInt8 = 0

  private struct Peer: Sendable {
    var address: IPAddress
    var last: Timestamp
  }

  /// Nobody yet.
  public init() {}

  /// Notes a connection.
  public mutating func note(_ address: IPAddress, at time: Timestamp) {
    var place = 0
    for index in 0..<Int(count) {
      if list[index].address == address {
        list[index].last = max(list[index].last, time)
        return
      }
      if list[index].last < list[place].last { place = index }
    }
    if count < StackPeers.kept {
      place = Int(count)
      count += 1
    }
    list[place] = Peer(address: address, last: time)
  }

  /// The kept peers that were met so many nanoseconds before a time or later.
  public func met(within span: Int64, of time: Timestamp) -> [IPAddress] {
    (0..<Int(count)).filter { time.nanoseconds(since: list[$0].last) <= span }
      .map { list[$0].address }
  }
}

/// Peers as they are kept over a restart.
extension StackPeers: Storable {
  /// Writes the peers.
  public func store(to writer: inout StoredWriter) {
    writer.add(count)
    for index in 0..<Int(count) {
      writer.add(list[index].address.high)
      writer.add(list[index].address.low)
      writer.add(list[index].last)
    }
  }

  /// Reads peers back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    count = try reader.number()
    guard count <= StackPeers.kept else { throw reader.fault("fewer peers") }
    for index in 0..<Int(count) {
      let address = IPAddress(high: try reader.number(), low: try reader.number())
      list[index] = Peer(address: address, last: try reader.time())
    }
  }
}
