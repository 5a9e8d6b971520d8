public import Capture
public import Packets

/// The systems behind one address, judged by how they open connections, accept them, and send.
///
/// Fixed memory: at most `mostClusters` clusters of some 250 bytes and `mostRuns` runs of 32 bytes, and
/// 250 bytes beside them: below 3 KiB.
public struct StackPopulation: Sendable {
  /// Clusters that are kept; beyond them the one gives way that was seen last the longest ago.
  public static let mostClusters = 8
  /// Runs that are kept, the latest.
  public static let mostRuns = 16

  /// The clusters of connections that began on this segment, in the order in which they were first
  /// seen; a place can be taken over.
  public private(set) var clusters: [StackCluster] = []
  /// The latest runs of connections that were opened, oldest first.
  public private(set) var runs: [StackRun] = []
  /// Connections that somebody else forwarded, or that began with a time to live of their own.
  public private(set) var forwarded: UInt32 = 0
  /// Clusters that gave way.
  public private(set) var replaced: UInt32 = 0
  /// Datagrams and other packets without connections.
  public private(set) var datagrams = HopHabit()
  /// How identifications of datagrams are chosen.
  public private(set) var identification = NumberHabit(bits: 16, longestStep: 256)
  /// How flow labels of IPv6 datagrams are chosen.
  public private(set) var flowLabel = NumberHabit(bits: 20, longestStep: 16)
  /// Answers to echo requests.
  public private(set) var echo = EchoHabit()

  /// Nothing seen yet.
  public init() {}

  /// Counts a connection by its SYN or SYN-ACK.
  /// - Returns: The place of its cluster; `nil` where it does not come from this segment.
  @discardableResult
  public mutating func note(_ connection: StackConnection) -> Int? {
    guard connection.signature.initialTimeToLive.isExact else {
      forwarded &+= 1
      return nil
    }
    let shape = StackShape(connection.signature)
    let place = clusters.firstIndex { $0.shape == shape } ?? makeRoom(for: connection)
    clusters[place].note(connection)
    if !shape.isAnswer { noteRun(place, at: connection.time) }
    return place
  }

  /// Counts a packet that belongs to no connection.
  public mutating func noteDatagram(_ marks: StackMarks) {
    datagrams.note(marks)
    if let value = marks.identification {
      identification.note(UInt32(value))
    } else {
      flowLabel.note(marks.flowLabel)
    }
  }

  /// An echo request came.
  public mutating func noteEchoRequest(_ marks: StackMarks) { echo.noteRequest(marks) }

  /// An echo request was answered.
  public mutating func noteEchoReply(_ marks: StackMarks) { echo.noteAnswer(marks) }

  private mutating func makeRoom(for connection: StackConnection) -> Int {
    let cluster = StackCluster(connection.signature, at: connection.time)
    guard clusters.count >= StackPopulation.mostClusters else {
      clusters.append(cluster)
      return clusters.count - 1
    }
    var oldest = 0
    for place in clusters.indices where clusters[place].last < clusters[oldest].last {
      oldest = place
    }
    replaced &+= 1
    clusters[oldest] = cluster
    runs.removeAll { $0.cluster == oldest }
    return oldest
  }

  private mutating func noteRun(_ place: Int, at time: Timestamp) {
    if let last = runs.last, last.cluster == place {
      runs[runs.count - 1].last = max(last.last, time)
      runs[runs.count - 1].count &+= 1
      return
    }
    if runs.count == StackPopulation.mostRuns { runs.removeFirst() }
    runs.append(StackRun(cluster: place, first: time, last: time, count: 1))
  }
}

/// A population as it is kept over a restart.
extension StackPopulation: Storable {
  /// Writes the population.
  public func store(to writer: inout StoredWriter) {
    writer.add(UInt32(clusters.count))
    for cluster in clusters { writer.add(cluster) }
    writer.add(UInt32(runs.count))
    for run in runs {
      writer.add(UInt32(run.cluster))
      writer.add(run.first)
      writer.add(run.last)
      writer.add(run.count)
    }
    writer.add(forwarded)
    writer.add(replaced)
    writer.add(datagrams)
    writer.add(identification)
    writer.add(flowLabel)
    writer.add(echo)
  }

  /// Reads a population back.
  /// - Throws: `StoredFault` where the octets are none, or more than is ever kept.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    let clusterCount = try reader.count(ofAtLeast: 64)
    guard clusterCount <= StackPopulation.mostClusters else { throw reader.fault("fewer clusters") }
    for _ in 0..<clusterCount { clusters.append(try reader.value()) }
    let runCount = try reader.count(ofAtLeast: 24)
    guard runCount <= StackPopulation.mostRuns else { throw reader.fault("fewer runs") }
    for _ in 0..<runCount {
      let cluster = Int(try reader.number(UInt32.self))
      guard clusters.indices.contains(cluster) else { throw reader.fault("a cluster's place") }
      runs.append(
        StackRun(
          cluster: cluster, first: try reader.time(), last: try reader.time(),
          count: try reader.number()))
    }
    forwarded = try reader.number()
    replaced = try reader.number()
    datagrams = try reader.value()
    identification = try reader.value()
    flowLabel = try reader.value()
    echo = try reader.value()
  }
}
