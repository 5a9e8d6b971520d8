public import Capture
public import Packets

/// The systems behind one address, judged by how they open connections, accept them, and send.
///
/// Fixed memory: at most `mostClusters` clusters of some 400 bytes, twice `mostRuns` runs of 32 bytes, and
/// 250 bytes beside them: below 5 KiB.
public struct StackPopulation: Sendable {
  /// Clusters that are kept.
  public static let mostClusters = 8
  /// Runs that are kept of each role, the latest.
  public static let mostRuns = 16

  /// The clusters of connections that began on this segment, in the order in which they were first
  /// seen; a place can be taken over.
  public private(set) var clusters: [StackCluster] = []
  /// The latest runs of connections that were opened, oldest first, since the machine started.
  public private(set) var runs: [StackRun] = []
  /// Likewise of connections that were accepted.
  public private(set) var answerRuns: [StackRun] = []
  /// How often the machine had started when the runs began, as far as was seen.
  public private(set) var starts: UInt32 = 0
  /// Connections that somebody else forwarded, or that began with a time to live of their own.
  public private(set) var forwarded: UInt32 = 0
  /// Connections of one system that another one behind the address refused, and that went on.
  public private(set) var refused: UInt32 = 0
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
    if shape.isAnswer {
      noteRun(place, at: connection.time, in: &answerRuns)
    } else {
      noteRun(place, at: connection.time, in: &runs)
    }
    return place
  }

  /// The machine has started so often: a loader and its system, or a system and the next one, are no two
  /// at the same time, so runs begin anew.
  public mutating func noteStarts(_ starts: UInt32) {
    guard starts != self.starts else { return }
    self.starts = starts
    runs.removeAll()
    answerRuns.removeAll()
  }

  /// A connection that was counted has been refused by another system behind the address.
  public mutating func noteRefusal() { refused &+= 1 }

  /// Counts a packet that belongs to no connection.
  public mutating func noteDatagram(_ marks: StackMarks, at time: Timestamp) {
    datagrams.note(marks)
    if let value = marks.identification {
      identification.note(UInt32(value), at: time)
    } else {
      flowLabel.note(marks.flowLabel, at: time)
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
    let place = placeToGiveUp(for: cluster)
    let gone = clusters[place].shape
    replaced &+= 1
    clusters[place] = cluster
    // Its runs are those of its system, as long as that has a cluster.
    let heir = clusters.firstIndex { $0.shape.isOneSystem(with: gone) }
    for index in runs.indices where runs[index].cluster == place {
      runs[index].cluster = heir ?? -1
    }
    for index in answerRuns.indices where answerRuns[index].cluster == place {
      answerRuns[index].cluster = heir ?? -1
    }
    runs.removeAll { $0.cluster < 0 }
    answerRuns.removeAll { $0.cluster < 0 }
    return place
  }

  /// The cluster that was seen last the longest ago, among those whose system has another one; so that a
  /// system with many shapes does not drive out one with a single shape.
  private func placeToGiveUp(for cluster: StackCluster) -> Int {
    let common = clusters.indices.filter { place in
      let shape = clusters[place].shape
      return cluster.shape.isOneSystem(with: shape)
        || clusters.indices.contains { $0 != place && clusters[$0].shape.isOneSystem(with: shape) }
    }
    let candidates = common.isEmpty ? Array(clusters.indices) : common
    var oldest = candidates[0]
    for place in candidates where clusters[place].last < clusters[oldest].last { oldest = place }
    return oldest
  }

  private func noteRun(_ place: Int, at time: Timestamp, in runs: inout [StackRun]) {
    if let last = runs.last, clusters[last.cluster].shape.isOneSystem(with: clusters[place].shape) {
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
    for list in [runs, answerRuns] {
      writer.add(UInt32(list.count))
      for run in list { writer.add(run) }
    }
    writer.add(starts)
    writer.add(forwarded)
    writer.add(refused)
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
    runs = try StackPopulation.readRuns(clusters, from: &reader)
    answerRuns = try StackPopulation.readRuns(clusters, from: &reader)
    starts = try reader.number()
    forwarded = try reader.number()
    refused = try reader.number()
    replaced = try reader.number()
    datagrams = try reader.value()
    identification = try reader.value()
    flowLabel = try reader.value()
    echo = try reader.value()
  }

  private static func readRuns(
    _ clusters: [StackCluster], from reader: inout StoredReader
  ) throws(StoredFault) -> [StackRun] {
    var runs: [StackRun] = []
    let count = try reader.count(ofAtLeast: 24)
    guard count <= StackPopulation.mostRuns else { throw reader.fault("fewer runs") }
    for _ in 0..<count {
      let run = try reader.value(StackRun.self)
      guard clusters.indices.contains(run.cluster) else { throw reader.fault("a cluster's place") }
      runs.append(run)
    }
    return runs
  }
}
