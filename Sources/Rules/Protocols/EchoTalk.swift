import Capture

/// What a conversation of echo requests and replies has shown so far.
struct EchoTalk: Sendable, Storable {
  /// An echo request.
  struct Request: Sendable {
    /// Identifier above sequence number.
    var word: UInt32
    /// Octets of its data on the wire.
    var length: UInt32
    /// How many of them were read; 0 where the capture was not asked for them.
    var readLength: UInt32
    /// What was read, as `digest(_:)`.
    var digest: UInt64
    /// What was read behind the times, likewise.
    var body: UInt64
    /// The first 32 octets of what was read.
    var front: [UInt8]

    init(word: UInt32, length: UInt32, read: ArraySlice<UInt8>) {
      self.word = word
      self.length = length
      readLength = UInt32(read.count)
      digest = EchoTalk.digest(read)
      body = EchoTalk.digest(read.dropFirst(EchoTalk.timeOctets))
      front = Array(read.prefix(EchoTalk.frontOctets))
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      word = try reader.number()
      length = try reader.number()
      readLength = try reader.number()
      digest = try reader.number()
      body = try reader.number()
      front = try reader.values()
      guard front.count <= EchoTalk.frontOctets else { throw reader.fault("the front of data") }
    }
  }

  /// Requests that are remembered: as many as a side's packets that are told.
  static let mostRequests = 32
  /// Octets at the front of the data that honest programs change from one request to the next: times.
  static let timeOctets = 24
  /// Octets at the front of the data by which a shorter reply is known as one.
  private static let frontOctets = 32
  /// How far apart the sequence numbers are of a request that is known and one that the capture has lost.
  private static let lostNumbers: UInt16 = 8
  /// Different bodies that are told apart.
  private static let mostBodies = 8

  /// The latest requests.
  private(set) var requests: [Request] = []
  /// Digests of the requests' data behind the times, each once.
  private(set) var bodies: [UInt64] = []
  /// When the first request came.
  private(set) var first: Timestamp
  /// Requests so far.
  private(set) var asked: UInt32 = 0
  /// The longest data of a request.
  private(set) var longest: UInt32 = 0
  /// Replies so far.
  private(set) var replies: UInt32 = 0
  /// Replies that no request asked for.
  private(set) var unasked: UInt32 = 0
  /// Replies whose data are not those of their request.
  private(set) var differing: UInt32 = 0
  /// Requests with the numbers of the one before and other data.
  private(set) var standing: UInt32 = 0
  /// Requests with a code.
  private(set) var coded: UInt32 = 0

  /// Nothing seen.
  init(at time: Timestamp) { first = time }

  /// FNV-1a of 64 bits.
  static func digest(_ octets: some Sequence<UInt8>) -> UInt64 {
    octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  /// Takes in a request.
  mutating func note(_ request: Request, body: UInt64?, code: UInt64) {
    asked &+= 1
    longest = max(longest, request.length)
    if code != 0 { coded &+= 1 }
    if let last = requests.last, last.word == request.word, isOther(last, request) {
      standing &+= 1
    }
    // Another identifier and another length are another ping, of a person who tries several.
    let isSeries =
      requests.last.map {
        $0.word >> 16 == request.word >> 16 || $0.length == request.length
      } ?? true
    if isSeries, let body, !bodies.contains(body), bodies.count < EchoTalk.mostBodies {
      bodies.append(body)
    }
    requests.append(request)
    if requests.count > EchoTalk.mostRequests { requests.removeFirst() }
  }

  /// Takes in a reply.
  /// - Returns: Whether it gives back what its request had, as far as that can be seen.
  mutating func answer(_ reply: Request, isBeginning: Bool) -> Bool {
    replies &+= 1
    guard let request = requests.last(where: { $0.word == reply.word }) else {
      if isBeginning, !requests.isEmpty, reply.length > 0, !isOfLostRequest(reply) {
        unasked &+= 1
      }
      return false
    }
    guard isOther(request, reply) else { return true }
    // Some systems give back no more than the front of long data.
    if reply.length < request.length, isFront(reply, of: request) { return true }
    differing &+= 1
    return false
  }

  /// Whether a reply without a request is one of a series that the capture has not whole: with the identifier, the
  /// length and, behind the times, the data of a request just before or behind.
  private func isOfLostRequest(_ reply: Request) -> Bool {
    requests.contains { request in
      let step = UInt16(truncatingIfNeeded: reply.word &- request.word)
      guard request.word >> 16 == reply.word >> 16, request.length == reply.length,
        min(step, 0 &- step) <= EchoTalk.lostNumbers
      else { return false }
      return request.readLength == 0 || request.readLength != reply.readLength
        || request.body == reply.body
    }
  }

  /// Whether a reply may have the first octets of its request, as far as both were read.
  private func isFront(_ reply: Request, of request: Request) -> Bool {
    zip(reply.front, request.front).allSatisfy { $0 == $1 }
  }

  /// Whether data surely differ.
  private func isOther(_ one: Request, _ other: Request) -> Bool {
    if one.length != other.length { return true }
    return one.readLength > 0 && one.readLength == other.readLength && one.digest != other.digest
  }

  /// Requests a minute, over a minute at least.
  func pace(at time: Timestamp) -> Double {
    Double(asked) / max(1, Double(time.nanoseconds(since: first)) / 60e9)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    for number in [asked, longest, replies, unasked, differing, standing, coded] {
      writer.add(number)
    }
    writer.add(UInt32(requests.count))
    for request in requests {
      for number in [request.word, request.length, request.readLength] { writer.add(number) }
      writer.add(request.digest)
      writer.add(request.body)
      writer.add(request.front)
    }
    writer.add(UInt32(bodies.count))
    for body in bodies { writer.add(body) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    asked = try reader.number()
    longest = try reader.number()
    replies = try reader.number()
    unasked = try reader.number()
    differing = try reader.number()
    standing = try reader.number()
    coded = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 32)) { requests.append(try Request(from: &reader)) }
    for _ in 0..<(try reader.count(ofAtLeast: 8)) { bodies.append(try reader.number()) }
  }
}
