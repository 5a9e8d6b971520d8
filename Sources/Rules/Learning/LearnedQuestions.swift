import Capture

/// What was seen of the questions for names below one domain.
struct LearnedQuestions: Sendable {
  /// The registered domain.
  let domain: String
  /// Who asked, by the devices' indices in the inventory.
  private(set) var devices: Set<Int> = []
  /// How many questions.
  private(set) var count = 0
  /// Whether nearly every one of the first asked for another name.
  private(set) var variety = NameVariety()
  /// The first and the last.
  private(set) var first: Timestamp
  private(set) var last: Timestamp
  /// How often they came.
  private(set) var pace = LearnedPace()

  /// None yet.
  init(domain: String, at time: Timestamp) {
    self.domain = domain
    first = time
    last = time
  }

  /// Notes a question.
  mutating func note(_ name: String, by device: Int, at time: Timestamp) {
    devices.insert(device)
    count += 1
    variety.note(name)
    pace.note(time)
    first = min(first, time)
    last = max(last, time)
  }
}
