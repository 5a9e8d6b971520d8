import Capture
import Packets

/// How steadily the host system of an address is heard, so that its silence can mean something.
///
/// Fixed memory: 64 bytes.
struct HostActivity: Sendable {
  /// How a system sends, as far as every packet shows it.
  struct Trait: Hashable, Sendable {
    let timeToLive: UInt8
    let dontFragment: Bool

    init(_ signature: TCPSignature) {
      timeToLive = signature.timeToLive
      dontFragment = signature.quirks.contains(.dontFragment)
    }

    init(timeToLive: UInt8, dontFragment: Bool) {
      self.timeToLive = timeToLive
      self.dontFragment = dontFragment
    }

    /// Whether a packet may be the system's.
    func fits(_ marks: StackMarks) -> Bool {
      marks.timeToLive == timeToLive && marks.dontFragment == dontFragment
    }
  }

  /// Sightings closer than this are one, in nanoseconds.
  static let fold: Int64 = 1_000_000_000
  /// Silences below this are nothing, in nanoseconds: ten minutes.
  static let shortestSilence: Int64 = 600_000_000_000
  /// Gaps that must have been seen.
  static let fewestGaps: UInt32 = 16
  /// Nanoseconds from which on a record is a long one: an hour.
  static let longRecord: Int64 = 3_600_000_000_000
  /// A silence counts from so many times the longest gap of a long record on.
  static let factor: Int64 = 4
  /// Likewise of a shorter one, which has not seen much.
  static let shortFactor: Int64 = 10

  /// How the hidden system sends.
  var hidden: Trait
  /// How the host system sends.
  var host: Trait
  /// Since when the host is followed.
  let first: Timestamp
  /// When the host was heard last.
  private(set) var last: Timestamp
  /// Gaps between two sightings.
  private(set) var gaps: UInt32 = 0
  /// The longest of them, in nanoseconds.
  private(set) var longest: Int64 = 0

  /// A host that is heard for the first time.
  init(hidden: Trait, host: Trait, at time: Timestamp) {
    self.hidden = hidden
    self.host = host
    first = time
    last = time
  }

  /// Whether a packet counts as the host's: any but those that only the hidden system sends so.
  ///
  /// Of UDP only the time to live counts, as programs choose Don't Fragment there, and only in what the
  /// device began; all else is the host's, as systems answer echoes with a time to live of its own.
  func isOfHost(_ marks: StackMarks, _ transport: IPProtocol?, deviceStarted: Bool) -> Bool {
    switch transport {
    case .tcp: !hidden.fits(marks) || host.fits(marks)
    case .udp where deviceStarted:
      marks.timeToLive != hidden.timeToLive || host.timeToLive == hidden.timeToLive
    default: true
    }
  }

  /// The host was heard.
  mutating func note(_ time: Timestamp) {
    let gap = time.nanoseconds(since: last)
    guard gap >= HostActivity.fold else { return }
    gaps = gaps == .max ? .max : gaps + 1
    longest = max(longest, gap)
    last = time
  }

  /// How long the host has been silent by a time, where that means something: ten minutes, behind 16 gaps of
  /// which the longest is a quarter of that, or a tenth where the host was followed for less than an hour.
  func silence(at time: Timestamp) -> Int64? {
    let silence = time.nanoseconds(since: last)
    let isLong = last.nanoseconds(since: first) >= HostActivity.longRecord
    let factor = isLong ? HostActivity.factor : HostActivity.shortFactor
    guard silence >= HostActivity.shortestSilence, gaps >= HostActivity.fewestGaps,
      silence / factor >= longest
    else { return nil }
    return silence
  }
}

extension HostActivity.Trait: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(timeToLive)
    writer.add(dontFragment)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    self.init(timeToLive: try reader.number(), dontFragment: try reader.flag())
  }
}

extension HostActivity: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(hidden)
    writer.add(host)
    writer.add(first)
    writer.add(last)
    writer.add(gaps)
    writer.add(longest)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    hidden = try reader.value()
    host = try reader.value()
    first = try reader.time()
    last = try reader.time()
    gaps = try reader.number()
    longest = try reader.number()
  }
}
