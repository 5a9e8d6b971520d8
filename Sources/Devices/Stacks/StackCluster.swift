public import Capture
public import Packets

/// Connections of one address whose signatures have one shape.
public struct StackCluster: Sendable {
  /// What they have in common.
  public let shape: StackShape
  /// The first signature that was seen.
  public let sample: TCPSignature
  /// Connections.
  public internal(set) var count: UInt32 = 0
  /// The first of them.
  public let first: Timestamp
  /// The latest of them.
  public internal(set) var last: Timestamp
  /// Connections to addresses outside.
  public internal(set) var outside: UInt32 = 0
  /// Connections at ports on which a card or controller shares its host's address.
  public internal(set) var sideband: UInt32 = 0
  /// How IPv4 identifications of its SYNs are chosen.
  public internal(set) var identification = NumberHabit(bits: 16, longestStep: 256)
  /// How initial sequence numbers are chosen. Steps below 64 Ki between connections are a counter's;
  /// RFC 6528 wants them unpredictable.
  public internal(set) var initialSequence = NumberHabit(bits: 32, longestStep: 65_535)
  /// How its own ports are chosen.
  public internal(set) var port = NumberHabit(bits: 16, longestStep: 4)
  /// How fast its timestamps tick.
  public internal(set) var clock = TimestampClock()
  /// With whom.
  public internal(set) var peers = StackPeers()

  init(_ signature: TCPSignature, at time: Timestamp) {
    shape = StackShape(signature)
    sample = signature
    first = time
    last = time
  }

  mutating func note(_ connection: StackConnection) {
    count &+= 1
    last = max(last, connection.time)
    if connection.isOutside { outside &+= 1 }
    if connection.isSideband { sideband &+= 1 }
    let time = connection.time
    if let value = connection.marks.identification {
      identification.note(UInt32(value), at: time)
    }
    initialSequence.note(connection.marks.tcpSequence, at: time)
    if !shape.isAnswer { port.note(UInt32(connection.port), at: time) }
    clock.note(connection.signature.timestamp, to: connection.peer, at: time)
    peers.note(connection.peer, at: time)
  }

  /// In what another cluster of the same role cannot be of the same system.
  public func contradictions(with other: StackCluster) -> StackContradictions {
    var found: StackContradictions = []
    if shape.initialTimeToLive != other.shape.initialTimeToLive { found.insert(.timeToLive) }
    if shape.dontFragment != other.shape.dontFragment { found.insert(.dontFragment) }
    if !shape.options.agrees(with: other.shape.options) { found.insert(.optionOrder) }
    if shape.offersOthers(than: other.shape) { found.insert(.optionSet) }
    if identification.kind.contradicts(other.identification.kind) { found.insert(.identification) }
    if initialSequence.kind.contradicts(other.initialSequence.kind) {
      found.insert(.initialSequence)
    }
    if port.kind.contradicts(other.port.kind) { found.insert(.port) }
    if let rate = clock.rate, let others = other.clock.rate, rate != others {
      found.insert(.timestampRate)
    }
    return found
  }
}

/// A cluster as it is kept over a restart.
extension StackCluster: Storable {
  /// Writes the cluster.
  public func store(to writer: inout StoredWriter) {
    writer.add(sample)
    writer.add(first)
    writer.add(last)
    for number in [count, outside, sideband] { writer.add(number) }
    for habit in [identification, initialSequence, port] { writer.add(habit) }
    writer.add(clock)
    writer.add(peers)
  }

  /// Reads a cluster back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    let signature = try reader.value(TCPSignature.self)
    self.init(signature, at: try reader.time())
    last = try reader.time()
    count = try reader.number()
    outside = try reader.number()
    sideband = try reader.number()
    identification = try reader.value()
    initialSequence = try reader.value()
    port = try reader.value()
    clock = try reader.value()
    peers = try reader.value()
  }
}
