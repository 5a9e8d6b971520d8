import Capture
import Devices
import Packets
import Testing

/// Which connections are of one system, and when two systems take turns.
@Suite struct StackPopulationTests {
  private let limits = (window: Int64(900_000_000_000), fewest: UInt32(3), alternations: 3)

  /// What a letter stands for: a system, by its SYN.
  private static func signature(_ letter: Character) -> TCPSignature {
    var signature = TCPSignature()
    signature.timeToLive = 64
    signature.maximumSegmentSize = 1460
    signature.window = 64240
    signature.options = TCPOptionOrder([2, 4, 8, 1, 3])
    signature.windowScale = 7
    signature.quirks = .dontFragment
    switch letter {
    case "L": break  // Linux
    case "l":  // Linux with a large receive buffer and congestion notification
      signature.windowScale = 10
      signature.window = 65535
      signature.quirks.insert(.congestionNotification)
    case "t": signature.timeToLive = 255  // Linux, the time to live set by the program
    case "i":  // lwIP
      signature.timeToLive = 255
      signature.options = TCPOptionOrder([2])
      signature.quirks = []
    case "W":  // Windows
      signature.timeToLive = 128
      signature.options = TCPOptionOrder([2, 1, 3, 1, 1, 4])
    case "w": signature.timeToLive = 127  // Windows behind one hop
    default: preconditionFailure("no system \(letter)")
    }
    return signature
  }

  /// A population after connections that systems open in this order, so many seconds apart.
  private func population(
    _ systems: String, every gap: Double = 10, isAnswer: Bool = false
  ) -> StackPopulation {
    var population = StackPopulation()
    for (number, letter) in systems.enumerated() {
      var signature = StackPopulationTests.signature(letter)
      signature.isAnswer = isAnswer
      var marks = StackMarks()
      // Numbers without a habit, whoever sends them.
      marks.identification = UInt16(truncatingIfNeeded: number * 40503)
      marks.tcpSequence = UInt32(truncatingIfNeeded: number * 2_654_435_761)
      population.note(
        StackConnection(
          signature: signature, marks: marks, port: UInt16(40000 + number * 7),
          isOutside: false, isSideband: false,
          time: Timestamp(rawValue: Int64(Double(number) * gap * 1e9))))
    }
    return population
  }

  private func pair(_ systems: String, every gap: Double = 10) -> StackPopulation.Pair? {
    population(systems, every: gap).pair(
      within: limits.window, fewestConnections: limits.fewest,
      fewestAlternations: limits.alternations)
  }

  @Test func turns() throws {
    let pair = try #require(self.pair("LiLLiLi"))
    #expect(pair.first == 0 && pair.second == 1)
    #expect(pair.alternations == 5)
    #expect(pair.contradictions.isSuperset(of: [.timeToLive, .dontFragment]))
    #expect(pair.contradictions.areProof)
  }

  @Test(arguments: [
    "LLLLLLLL",  // one system
    "iiiiLLLLLL",  // a loader, then its system
    "LLLiiiLLL",  // a new start in between
    "LiLiL",  // too few of one
    "LlLlLlLl",  // one system with other buffers
    "LtLtLtLt",  // a program that sets the time to live, and nothing else
    "LwLwLwLw",  // a machine behind a hop
  ]) func noTurns(systems: String) {
    #expect(pair(systems) == nil)
  }

  /// Another order of options and another time to live are two contradictions by themselves.
  @Test func windowsAndLinux() throws {
    #expect(try #require(pair("LWLWLW")).contradictions.words == ["time_to_live", "option_order"])
  }

  /// What lies further back than the window does not count.
  @Test func window() {
    #expect(pair("LiLiLi", every: 170) != nil)
    #expect(pair("LiLiLi", every: 400) == nil)
  }

  /// A third system in between does not hide the other two.
  @Test func three() throws {
    let pair = try #require(self.pair("LlLiLliLlilLi"))
    #expect(pair.contradictions.contains(.timeToLive))
  }

  /// What answers is judged by itself: its options depend on the SYN.
  @Test func answers() {
    let population = population("LiLiLiLi", isAnswer: true)
    #expect(population.clusters.count == 2 && population.runs.isEmpty)
    #expect(
      population.pair(within: limits.window, fewestConnections: 1, fewestAlternations: 1) == nil)
  }

  @Test func forwarded() {
    let population = population("wwwL")
    #expect(population.forwarded == 3)
    #expect(population.clusters.map(\.count) == [1])
  }

  /// Never more than the stated number of clusters and runs.
  @Test func bounded() {
    var population = StackPopulation()
    for number in 0..<1000 {
      var signature = StackPopulationTests.signature("L")
      signature.windowScale = UInt8(number % 15)
      population.note(
        StackConnection(
          signature: signature, marks: StackMarks(), port: 1, isOutside: false, isSideband: false,
          time: Timestamp(rawValue: Int64(number))))
    }
    #expect(population.clusters.count == StackPopulation.mostClusters)
    #expect(population.runs.count <= StackPopulation.mostRuns)
    #expect(population.replaced == 992)
    #expect(population.runs.allSatisfy { population.clusters.indices.contains($0.cluster) })
  }

  /// The size that the documentation states.
  @Test func memory() {
    let bytes =
      StackPopulation.mostClusters * MemoryLayout<StackCluster>.stride
      + StackPopulation.mostRuns * MemoryLayout<StackRun>.stride
      + MemoryLayout<StackPopulation>.stride + 64
    #expect(bytes <= 3072)
  }

  /// What is kept over a restart is all of it; cut short it is refused.
  @Test func stored() throws {
    var population = population("LiLliWwLi")
    population.noteEchoRequest(StackMarks())
    population.noteDatagram(StackMarks())
    let octets = population.stored
    #expect(try StackPopulation(stored: octets).stored == octets)
    for count in octets.indices {
      #expect(throws: StoredFault.self) {
        _ = try StackPopulation(stored: Array(octets.prefix(count)))
      }
    }
    // No octet may lead to a trap, whatever is read.
    for place in octets.indices {
      for value in [0, 1, 0x7f, 0xff] as [UInt8] {
        var other = octets
        other[place] = value
        _ = try? StackPopulation(stored: other).pair(
          within: limits.window, fewestConnections: 1, fewestAlternations: 1)
      }
    }
  }

  @Test func echo() {
    var habit = EchoHabit()
    var request = StackMarks()
    request.identification = 0x1234
    request.dontFragment = true
    habit.noteAnswer(request)
    #expect(habit.copies == 0 && habit.own == 0)
    var answer = request
    answer.timeToLive = 255
    for identification in [0x1234, 0x1234, 0x9999] as [UInt16] {
      habit.noteRequest(request)
      answer.identification = identification
      habit.noteAnswer(answer)
    }
    #expect(habit.copies == 2 && habit.own == 1)
    #expect(habit.hops.values == [255])
  }

  @Test func datagrams() {
    var population = StackPopulation()
    for number in 0..<4 {
      var marks = StackMarks()
      marks.timeToLive = number == 3 ? 63 : 64
      marks.identification = UInt16(number)
      population.noteDatagram(marks)
    }
    #expect(population.datagrams.exact == 3 && population.datagrams.other == 1)
    #expect(population.datagrams.values == [64])
    #expect(population.identification.kind == .counter)
    for label in [5, 900, 7, 80] as [UInt32] {
      var marks = StackMarks()
      marks.flowLabel = label
      population.noteDatagram(marks)
    }
    #expect(population.flowLabel.kind == .scattered)
  }
}
