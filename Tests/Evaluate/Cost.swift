import Beacons
import Capture
import Glibc

/// What beats and series cost, in CPU time of this process and in memory.
struct Cost {
  /// A series for every channel of a large site.
  private static let series = 100_000
  /// The period at which the share of a core is told, in seconds.
  private static let period = 300.0

  /// Kinds of series whose beats are measured.
  private static let kinds: [(name: String, row: String)] = [
    ("steady", "300 s"), ("jittered", "300 s, jitter 30 %"),
    ("noisy", "300 s and three times the noise"),
    ("without a clock", "NEG memoryless, mean 300 s"),
  ]

  /// A channel's name, as large as that of the rule on beacons.
  private struct Channel: Hashable, Sendable {
    var device: Int
    var peer: (UInt64, UInt64)
    var service: UInt64
    var fromDevice: Bool

    init(_ number: Int) {
      device = number
      peer = (0, UInt64(number))
      service = 443
      fromDevice = true
    }

    static func == (left: Channel, right: Channel) -> Bool {
      left.device == right.device && left.peer == right.peer && left.service == right.service
        && left.fromDevice == right.fromDevice
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(device)
      hasher.combine(peer.0)
      hasher.combine(peer.1)
      hasher.combine(service)
      hasher.combine(fromDevice)
    }
  }

  /// Measures, and gives what is to be printed. Memory that was freed before would be taken for none, so
  /// this comes first.
  static func table() -> Table {
    var table = Table(["cost", ""])
    table.add(["bytes a series", "\(MemoryLayout<BeatSeries>.size)"])
    let (resident, lookup) = seriesTable()
    table.add(["resident bytes a series, of \(series) in a table", decimal(resident, 0)])
    var slowest = 0.0
    for kind in kinds {
      let beat = beat(kind.row)
      slowest = max(slowest, beat / 1e6 + lookup)
      table.add(["CPU us a beat, \(kind.name)", decimal(beat, 2)])
    }
    table.add(["CPU us a look-up among \(series) series", decimal(lookup * 1e6, 2)])
    let round = scoring() + lookup * Double(series)
    table.add(["CPU s, \(series) series, a beat each", decimal(round, 2)])
    table.add([
      "share of a core, \(series) series every \(Int(period)) s",
      decimal(round / period * 100, 2) + " %",
    ])
    table.add([
      "share of a core, the same, all of the slowest kind",
      decimal(slowest * Double(series) / period * 100, 2) + " %",
    ])
    return table
  }

  /// Microseconds of a beat, over trials of a row.
  private static func beat(_ name: String) -> Double {
    guard let row = Row.all.first(where: { $0.name == name }) else {
      preconditionFailure("there is no row \(name)")
    }
    let samples = (0..<60).map { trial in
      var random = Generator(seed: UInt64(trial))
      return row.make(&random).ours[0]
    }
    let beats = samples.reduce(0) { $0 + $1.count }
    let seconds = time { for sample in samples { _ = Trial(sample) } }
    return seconds / Double(beats) * 1e6
  }

  /// Resident bytes a series of a full table with 50 series a device, and seconds of an event that only finds its series there.
  private static func seriesTable() -> (bytes: Double, lookup: Double) {
    let before = ResidentMemory.bytes
    var table = SeriesTable<Channel>(limit: series)
    func moment(_ number: Int) -> Timestamp {
      Timestamp(rawValue: 1_767_571_200_000_000_000 + Int64(number) * 1000)
    }
    for number in 0..<series {
      _ = table.add(Channel(number), of: number / 50, at: moment(number), fold: 1_000_000_000)
    }
    precondition(table.count == series, "every series is held")
    let bytes = Double(ResidentMemory.bytes - before) / Double(series)
    let seconds = time {
      for number in 0..<series {
        // Within the fold of the first beat, so nothing is scored.
        _ = table.add(Channel(number), of: number / 50, at: moment(number), fold: 1_000_000_000)
      }
    }
    return (bytes, seconds / Double(series))
  }

  /// Seconds for one beat of each of many series that lie apart in memory and have a day behind them, a
  /// third of them steady, jittered and noisy.
  private static func scoring() -> Double {
    let prototypes = (0..<60).map { number in
      let kind = kinds[number % 3]
      guard let row = Row.all.first(where: { $0.name == kind.row }) else {
        preconditionFailure("there is no row \(kind.row)")
      }
      var random = Generator(seed: UInt64(number))
      return Trial.series(row.make(&random).ours[0])
    }
    var live = (0..<series).map { prototypes[$0 % prototypes.count] }
    let rounds = (0..<3).map { _ in
      time {
        for index in live.indices {
          let next = live[index].last.advanced(byNanoseconds: Int64(period * 1e9))
          _ = live[index].add(next, fold: Trial.fold)
        }
      }
    }
    return rounds.sorted()[1]
  }

  /// CPU seconds of this process in `work`.
  private static func time(_ work: () -> Void) -> Double {
    let start = clock()
    work()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }
}
