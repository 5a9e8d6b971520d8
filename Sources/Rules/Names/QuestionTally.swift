import Capture
import Packets

/// What one device has asked below one domain.
struct QuestionTally: Hashable, Sendable, Storable {
  /// The first question that could carry something.
  let first: Timestamp
  /// Questions since then.
  private(set) var questions: UInt32 = 0
  /// Questions that were carriers: for a name that is new, and says much or is of an odd type.
  private(set) var carriers: UInt32 = 0
  /// Questions of types that hardly any program asks for.
  private(set) var odd: UInt32 = 0
  /// Bits that the carriers could carry.
  private(set) var information = 0.0
  /// The longest label, in octets.
  private(set) var longestLabel: UInt8 = 0
  /// Octets of the questions, and of the answers, as UDP or TCP carries them.
  private(set) var asked: UInt64 = 0
  /// Answers, and their octets.
  private(set) var answers: UInt32 = 0
  private(set) var answered: UInt64 = 0
  /// Answers that gave addresses of the network's own and no others, and another one than the answer before.
  private(set) var inside: UInt32 = 0
  private var latestAddress = IPAddress.zero
  /// The first eight types that were asked for.
  private(set) var types: [UInt16] = []
  /// How likely it is nothing.
  private(set) var bets = CarrierBets()
  private var names = RecentNames()

  /// Bits from which on a name says much.
  static let carrierBits = 32.0

  /// The tally of a domain that was not asked for before.
  init(first: Timestamp) { self.first = first }

  /// Notes a question; the first one only shows that the domain is worth a tally, so no bet is on it.
  /// - Returns: Whether it was a carrier.
  @discardableResult
  mutating func note(_ question: DNSQuestion, octets: Int) -> Bool {
    let isNew = names.insert(question.name)
    let isOdd = question.isOfOddType && !question.labels.isEmpty
    let isCarrier = isNew && (isOdd || question.information >= QuestionTally.carrierBits)
    if questions > 0 { bets.note(isCarrier: isCarrier, isOdd: isOdd && isNew) }
    questions &+= 1
    if isCarrier { carriers &+= 1 }
    if isOdd { odd &+= 1 }
    if isCarrier { information += question.information }
    longestLabel = max(longestLabel, UInt8(clamping: question.longestLabel))
    asked &+= UInt64(octets)
    let type = UInt16(clamping: question.type)
    if types.count < 8, !types.contains(type) { types.append(type) }
    return isCarrier
  }

  /// Notes an answer.
  /// - Parameters:
  ///   - octets: Its octets.
  ///   - address: The first address that it gives, where all are the network's own; zero otherwise.
  mutating func noteAnswer(octets: Int, inside address: IPAddress) {
    answers &+= 1
    if address != .zero, address != latestAddress { inside &+= 1 }
    latestAddress = address
    answered &+= UInt64(octets)
  }

  /// Whether the names are those of the network's own machines: nothing but addresses was asked for, and nearly all
  /// answers gave some of the network's own, each another one.
  var isOfMachines: Bool {
    inside >= 6 && UInt64(inside) * 10 >= UInt64(answers) * 9
      && types.allSatisfy { $0 == 1 || $0 == 28 }
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    for number in [questions, carriers, odd, answers, inside] { writer.add(number) }
    writer.add(latestAddress)
    writer.add(information)
    writer.add(longestLabel)
    writer.add(asked)
    writer.add(answered)
    writer.add(UInt32(clamping: types.count))
    for type in types { writer.add(type) }
    writer.add(bets)
    writer.add(names)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    questions = try reader.number()
    carriers = try reader.number()
    odd = try reader.number()
    answers = try reader.number()
    inside = try reader.number()
    latestAddress = try reader.address()
    information = try reader.double()
    longestLabel = try reader.number()
    asked = try reader.number()
    answered = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 2)) { types.append(try reader.number()) }
    bets = try reader.value()
    names = try reader.value()
    guard carriers <= questions, types.count <= 8 else { throw reader.fault("counts of questions") }
  }
}
