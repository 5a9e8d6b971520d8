import Capture

/// What a device and a peer have said to each other over NTP.
struct ClockTalk: Sendable, Storable {
  /// Requests whose timestamps are remembered.
  private static let mostRequests = 16
  /// Reference identifiers that are told apart.
  private static let mostIdentifiers = 16
  /// Requests that may come at once: two starts with eight each (iburst of ntpd), and half as many again.
  static let burst = 24.0
  /// Seconds for each further request: half of the shortest poll of RFC 5905 section 7.2.
  static let secondsEach = 8.0
  /// Nanoseconds for which a reply is awaited: the shortest poll of RFC 5905.
  private static let patience: Int64 = 16_000_000_000
  /// Nanoseconds for which identifiers count: an hour. Over days a server goes from one clock to another.
  private static let identifierSpan: Int64 = 3_600_000_000_000

  /// Transmit and receive timestamps of the latest requests, which replies repeat.
  private var stamps: [UInt64] = []
  /// Reference identifiers that servers gave, as digests, each once.
  private(set) var identifiers: [UInt64] = []
  /// Replies since the first of these, and when that was.
  private(set) var identified: UInt32 = 0
  private var identifiersSince: Timestamp
  /// The port of the latest request while that has no answer, and when it came.
  private var waiting: (port: UInt16, since: Timestamp)?
  /// Replies since requests were seen.
  private(set) var replies: UInt32 = 0
  /// Of these, the first ones to a request, soon behind it.
  private(set) var answers: UInt32 = 0
  /// Of these, with an origin timestamp of none of the requests.
  private(set) var strange: UInt32 = 0
  /// How far the server's clock is from packet time, in seconds, by its latest reply.
  private var offset: Int64?
  /// How often that changed by more than a minute.
  private(set) var jumps: UInt32 = 0
  /// Messages with extension fields of no known type.
  private(set) var extended: UInt32 = 0
  /// Messages of modes that the device has no business with.
  private(set) var odd: UInt32 = 0
  /// Requests that may still come.
  private var credit = ClockTalk.burst
  /// When the latest request came.
  private var last: Timestamp
  /// When the requests that have used the credit began.
  private(set) var since: Timestamp
  /// How many requests of the device came since.
  private(set) var asked: UInt32 = 0

  /// Nothing said yet.
  init(at time: Timestamp) {
    last = time
    since = time
    identifiersSince = time
  }

  /// Takes in a request of the client.
  mutating func ask(stamps new: [UInt64], port: UInt16, at time: Timestamp) {
    waiting = (port, time)
    stamps += new.filter { $0 != 0 }
    if stamps.count > 2 * ClockTalk.mostRequests {
      stamps.removeFirst(stamps.count - 2 * ClockTalk.mostRequests)
    }
  }

  /// Counts a request of the device.
  /// - Returns: Whether it came too soon for too long.
  mutating func count(at time: Timestamp) -> Bool {
    credit += max(0, Double(time.nanoseconds(since: last)) / 1e9) / ClockTalk.secondsEach
    last = time
    if credit >= ClockTalk.burst {
      credit = ClockTalk.burst
      since = time
      asked = 0
    }
    asked &+= 1
    credit = max(0, credit - 1)
    return credit < 1
  }

  /// Takes in a reply of the server.
  /// - Parameters:
  ///   - origin: The timestamp that it repeats; 0 where it repeats none.
  ///   - seconds: The server's time, on the scale of 1970; `nil` where it gives none.
  ///   - identifier: Its reference identifier, as a digest.
  ///   - port: The client's.
  ///   - isComplete: Whether all requests were told so far.
  ///   - time: Packet time.
  mutating func reply(
    origin: UInt64, seconds: Int64?, identifier: UInt64, port: UInt16, isComplete: Bool,
    at time: Timestamp
  ) {
    guard !stamps.isEmpty else { return }
    replies &+= 1
    // Some small servers keep whole seconds only.
    let isCoarse = UInt32(truncatingIfNeeded: origin) == 0
    let isKnown = stamps.contains { $0 == origin || isCoarse && $0 >> 32 == origin >> 32 }
    // Where the capture has lost requests, replies without any come later, or to other ports.
    if let asked = waiting, asked.port == port,
      time.nanoseconds(since: asked.since) < ClockTalk.patience
    {
      waiting = nil
      answers &+= 1
      if origin != 0, isComplete, !isKnown { strange &+= 1 }
    }
    if time.nanoseconds(since: identifiersSince) > ClockTalk.identifierSpan {
      identifiers = []
      identified = 0
    }
    if identified == 0 { identifiersSince = time }
    identified &+= 1
    if !identifiers.contains(identifier), identifiers.count < ClockTalk.mostIdentifiers {
      identifiers.append(identifier)
    }
    guard let seconds else { return }
    let distance = seconds &- time.rawValue / 1_000_000_000
    if let offset, (distance &- offset).magnitude > 60 { jumps &+= 1 }
    offset = distance
  }

  /// Takes in a message with extension fields of no known type.
  mutating func noteExtension() { extended &+= 1 }

  /// Takes in a message of a mode that is none of the device's business.
  mutating func noteMode() { odd &+= 1 }

  func store(to writer: inout StoredWriter) {
    writer.add(last)
    writer.add(since)
    writer.add(identifiersSince)
    writer.add(waiting != nil)
    writer.add(waiting?.port ?? 0)
    writer.add(waiting?.since ?? last)
    for number in [replies, strange, jumps, extended, odd, asked, answers, identified] {
      writer.add(number)
    }
    writer.add(credit)
    writer.add(offset != nil)
    writer.add(offset ?? 0)
    for list in [stamps, identifiers] {
      writer.add(UInt32(list.count))
      for number in list { writer.add(number) }
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    last = try reader.time()
    since = try reader.time()
    identifiersSince = try reader.time()
    let isWaiting = try reader.flag()
    let awaited = (port: try reader.number(UInt16.self), since: try reader.time())
    waiting = isWaiting ? awaited : nil
    replies = try reader.number()
    strange = try reader.number()
    jumps = try reader.number()
    extended = try reader.number()
    odd = try reader.number()
    asked = try reader.number()
    answers = try reader.number()
    identified = try reader.number()
    credit = try reader.double()
    let hasOffset = try reader.flag()
    let distance: Int64 = try reader.number()
    offset = hasOffset ? distance : nil
    for _ in 0..<(try reader.count(ofAtLeast: 8)) { stamps.append(try reader.number()) }
    for _ in 0..<(try reader.count(ofAtLeast: 8)) { identifiers.append(try reader.number()) }
  }
}
