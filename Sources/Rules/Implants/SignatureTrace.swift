import Capture
import Packets

/// A packet with a signature that a device has got or sent, kept for what may come of it.
struct SignatureTrace: Sendable, Storable {
  /// Why it is kept.
  var kind: Kind
  /// The name of the signature.
  let name: String
  /// The other end.
  let peer: IPAddress
  /// When it came first, and last.
  let first: Timestamp
  var last: Timestamp
  /// How often it came; of a knock, how many ports were asked for.
  var count: UInt32 = 1
  /// The address to call that stood in it; `::` where none did.
  var called = IPAddress.zero
  /// Where that stood in it.
  var place: UInt16 = 0
  /// The port to call that stood in it; 0 where none did.
  var port: UInt16 = 0
  /// Whether a call was told.
  var isAnswered = false
  /// Its first octets, from the transport header on; 64 at most.
  var octets: [UInt8] = []
  /// What was found in it, in words.
  var found: [String] = []

  /// Why a packet is kept.
  enum Kind: UInt8, Sendable {
    /// Something may come after it.
    case trigger
    /// It may come again.
    case repetition
    /// It was one of several ports.
    case knock
  }

  init(_ kind: Kind, _ name: String, peer: IPAddress, at time: Timestamp) {
    self.kind = kind
    self.name = name
    self.peer = peer
    first = time
    last = time
  }

  /// Whether a moment comes after a start, and not later than so many seconds.
  func isWithin(_ seconds: Int, of time: Timestamp, since start: Timestamp) -> Bool {
    (0...Int64(seconds) * 1_000_000_000).contains(time.nanoseconds(since: start))
  }

  /// How much is lost with it.
  var worth: UInt32 { kind == .trigger ? .max : count }

  /// Where behind the first eight octets an IPv4 address stands; `nil` where it does not, or is none.
  func place(of address: IPAddress) -> Int? {
    guard address.isIPv4 else { return nil }
    let wanted = address.octets
    return octets.indices.dropFirst(8).first { position in
      position + 4 <= octets.count && wanted.elementsEqual(octets[position..<position + 4])
    }
  }

  func store(to writer: inout StoredWriter) {
    writer.add(kind.rawValue)
    writer.add(name)
    writer.add(peer)
    writer.add(first)
    writer.add(last)
    writer.add(count)
    writer.add(called)
    writer.add(place)
    writer.add(port)
    writer.add(isAnswered)
    writer.add(octets)
    writer.add(UInt32(found.count))
    for text in found { writer.add(text) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    kind = try reader.choice()
    name = try reader.text()
    peer = try reader.address()
    first = try reader.time()
    last = try reader.time()
    count = try reader.number()
    called = try reader.address()
    place = try reader.number()
    port = try reader.number()
    isAnswered = try reader.flag()
    octets = try reader.values()
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { found.append(try reader.text()) }
  }
}
