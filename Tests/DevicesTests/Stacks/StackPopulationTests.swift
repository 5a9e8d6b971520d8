import Capture
import Devices
import Packets
import Testing

/// Which connections are of one system, and when two systems take turns.
@Suite struct StackPopulationTests {
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
    case "s": signature.options = TCPOptionOrder([2, 1, 1, 4, 1, 3])  // Linux without timestamps
    case "d": signature.quirks = []  // Linux, Don't Fragment cleared by the program
    case "m":  // A small system with the time to live of Linux
      signature.options = TCPOptionOrder([2])
      signature.windowScale = 0
      signature.quirks = []
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
          signature: signature, marks: marks, peer: IPAddress(v4: 0x0a00_0001),
          port: UInt16(40000 + number * 7), isOutside: false, isSideband: false,
          time: Timestamp(rawValue: Int64(Double(number) * gap * 1e9))))
    }
    return population
  }

  /// The pair behind the latest connection, where it proves two systems.
  private func pair(
    _ systems: String, every gap: Double = 10, isAnswer: Bool = false
  ) -> StackPopulation.Pair? {
    let pair = population(systems, every: gap, isAnswer: isAnswer).pair(answering: isAnswer)
    return pair?.turns.areProof == true ? pair : nil
  }

  @Test func turns() throws {
    let pair = try #require(self.pair("LiLLiLi"))
    #expect(pair.own.count == 3 && pair.other.count == 4 && pair.isOwnRarer)
    #expect(pair.turns.recent == 5 && pair.turns.ofDay == 5 && pair.turns.all == 5)
    #expect(pair.contradictions.isSuperset(of: [.timeToLive, .dontFragment, .optionSet]))
    #expect(pair.contradictions.areProof)
    #expect(self.pair("LiLLiLiL")?.isOwnRarer == false)
  }

  @Test(arguments: [
    "LLLLLLLL",  // one system
    "iiiiLLLLLL",  // a loader, then its system
    "LLLiiiLLL",  // a new start in between
    "LiLiL",  // too few of one
    "LlLlLlLl",  // one system with other buffers
    "LtLtLtLt",  // a program that sets the time to live, and nothing else
    "LdLdLdLd",  // a program that clears Don't Fragment, and nothing else
    "LsLsLsLs",  // one option is missing
    "LwLwLwLw",  // a machine behind a hop
  ]) func noTurns(systems: String) {
    #expect(pair(systems) == nil)
  }

  /// Another order of options and another time to live are two contradictions by themselves.
  @Test func windowsAndLinux() throws {
    #expect(try #require(pair("LWLWLW")).contradictions.words == ["time_to_live", "option_order"])
  }

  /// The same time to live, but no Don't Fragment and three options less.
  @Test func smallSystem() throws {
    let pair = try #require(self.pair("LmLmLmL"))
    #expect(pair.contradictions.words == ["dont_fragment", "option_set"])
  }

  /// What lies further back than a quarter of an hour counts where it is often enough within a day, and
  /// the turns themselves are short.
  @Test func window() throws {
    #expect(pair("LiLiLi", every: 170)?.turns.recent == 5)
    let slow = try #require(pair("LiLiLi", every: 400))
    #expect(slow.turns.recent == 2 && slow.turns.ofDay == 5)
    #expect(pair("LiLii", every: 400) == nil)
    #expect(pair("LiLiLiLiLiLiLiLi", every: 901) == nil)
  }

  /// Sixteen turns, but no five of them within a day.
  @Test func history() {
    let systems = String(repeating: "LLiL", count: 8)
    var population = StackPopulation()
    for (number, letter) in systems.enumerated() {
      // Four connections in quick succession every nine hours.
      let seconds = Double(number / 4) * 32_400 + Double(number % 4) * 60
      population.note(connection(letter, at: seconds))
    }
    let pair = population.pair()
    #expect(pair?.turns.all ?? 0 >= 8)
    #expect(pair.map { $0.turns.ofDay < 7 && $0.turns.recent < 3 } == true)
  }

  private func connection(_ letter: Character, at seconds: Double) -> StackConnection {
    StackConnection(
      signature: StackPopulationTests.signature(letter), marks: StackMarks(),
      peer: IPAddress(v4: 0x0a00_0002), port: 1, isOutside: false, isSideband: false,
      time: Timestamp(rawValue: Int64(seconds * 1e9)))
  }

  /// Runs begin anew when the machine starts: what lies before counts no more.
  @Test func starts() {
    var population = population("LiLiLiLi")
    population.noteStarts(1)
    #expect(population.runs.isEmpty && population.pair() == nil)
    for (number, letter) in "LiLi".enumerated() {
      population.note(connection(letter, at: 100 + Double(number) * 10))
    }
    #expect(population.pair()?.turns.all == 3)
    population.noteStarts(1)
    #expect(population.pair()?.turns.all == 3)
  }

  /// A system with many shapes leaves room for one with a single shape.
  @Test func manyShapes() throws {
    var population = StackPopulation()
    for number in 0..<200 {
      if number % 20 == 10 { population.note(connection("i", at: Double(number))) }
      var signature = StackPopulationTests.signature("L")
      signature.windowScale = UInt8(number % 15)
      population.note(
        StackConnection(
          signature: signature, marks: StackMarks(), peer: .zero, port: 1, isOutside: false,
          isSideband: false, time: Timestamp(rawValue: Int64(number) * 1_000_000_000)))
    }
    let pair = try #require(population.pair())
    #expect(pair.other.count == 10 && pair.turns.areProof)
  }

  /// Timestamps that tick at two rates towards one peer are a contradiction.
  @Test func timestampRates() {
    var population = StackPopulation()
    for number in 1...8 {
      let isSlow = number % 2 == 0
      var signature = StackPopulationTests.signature(isSlow ? "W" : "L")
      signature.timestamp = UInt32(number) * 10 * (isSlow ? 100 : 1000) + (isSlow ? 77 : 0)
      population.note(
        StackConnection(
          signature: signature, marks: StackMarks(), peer: IPAddress(v4: 9), port: 1,
          isOutside: false, isSideband: false,
          time: Timestamp(rawValue: Int64(number) * 10_000_000_000)))
    }
    #expect(population.clusters.map { $0.clock.rate } == [1000, 100])
    #expect(population.pair()?.contradictions.contains(.timestampRate) == true)
  }

  /// A third system in between does not hide the other two.
  @Test func three() throws {
    let pair = try #require(self.pair("LlLiLliLlilLi"))
    #expect(pair.contradictions.contains(.timeToLive))
  }

  /// What answers is judged by itself: its options depend on the SYN, so that what is missing there says
  /// nothing.
  @Test func answers() throws {
    let population = population("LiLiLiLi", isAnswer: true)
    #expect(population.clusters.count == 2 && population.runs.isEmpty)
    #expect(population.pair() == nil)
    let pair = try #require(population.pair(answering: true))
    #expect(pair.turns.recent == 7 && !pair.contradictions.contains(.optionSet))
    #expect(self.pair("LmLmLmLm", isAnswer: true) == nil)
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
          signature: signature, marks: StackMarks(), peer: .zero, port: 1, isOutside: false,
          isSideband: false, time: Timestamp(rawValue: Int64(number))))
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
      + 2 * StackPopulation.mostRuns * MemoryLayout<StackRun>.stride
      + MemoryLayout<StackPopulation>.stride + 96
    #expect(bytes <= 5120)
  }

  /// What is kept over a restart is all of it; cut short it is refused.
  @Test func stored() throws {
    var population = population("LiLliWwLi")
    population.noteEchoRequest(StackMarks())
    population.noteDatagram(StackMarks(), at: Timestamp(rawValue: 0))
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
        let read = try? StackPopulation(stored: other)
        _ = read?.pair()
        _ = read?.pair(answering: true)
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
      population.noteDatagram(marks, at: Timestamp(rawValue: 0))
    }
    #expect(population.datagrams.exact == 3 && population.datagrams.other == 1)
    #expect(population.datagrams.values == [64])
    #expect(population.identification.kind == .counter)
    for label in [5, 900, 7, 80] as [UInt32] {
      var marks = StackMarks()
      marks.flowLabel = label
      population.noteDatagram(marks, at: Timestamp(rawValue: 0))
    }
    #expect(population.flowLabel.kind == .scattered)
  }
}
