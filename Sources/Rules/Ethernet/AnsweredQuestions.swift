import Capture
import Packets

/// Which of its neighbors have answered a device's questions for their hardware addresses: the latest 64.
///
/// Who was never answered at all may be somebody whose answers are not heard here.
struct AnsweredQuestions: Sendable, Storable {
  private static let most = 64

  /// The latest last.
  private var addresses: [IPAddress] = []

  init() {}

  /// Whether anybody has ever answered.
  var isAnswered: Bool { !addresses.isEmpty }

  /// Whether a neighbor has answered.
  func contains(_ address: IPAddress) -> Bool { addresses.contains(address) }

  /// Notes an answer.
  mutating func note(_ address: IPAddress) {
    if addresses.last == address { return }
    addresses.removeAll { $0 == address }
    if addresses.count >= AnsweredQuestions.most { addresses.removeFirst() }
    addresses.append(address)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(addresses.count))
    for address in addresses { writer.add(address) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    for _ in 0..<(try reader.count(ofAtLeast: 16)) { addresses.append(try reader.address()) }
  }
}
