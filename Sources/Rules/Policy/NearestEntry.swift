import Capture
import Devices
import Flows
import Packets

/// The entry of the policy that would have expected a conversation but for one thing.
struct NearestEntry: Hashable, Sendable {
  /// Its line in the policy file.
  let line: Int
  /// The one thing: `until`, `pace`, `protocol`, `port` or `direction`.
  let differs: String
  /// The same in words: `its pace of 12/1h was exceeded`.
  let words: String

  /// The nearest entry to a conversation that none expects; `nil` where more than one thing keeps every entry
  /// away.
  init?(_ sighting: borrowing Sighting, spoken: ProtocolName?, in policy: Policy) {
    guard !policy.expectations.isEmpty else { return nil }
    var question = PolicyQuestion(
      sighting.event, sighting.content, device: sighting.device, peerDevice: sighting.peer,
      deviceStarted: sighting.deviceStarted)
    question.spoken = spoken
    if let index = policy.expectation(question) {
      self.init(policy.expectations[index], at: sighting.event.time)
      return
    }
    if let spoken {
      question.spoken = nil
      if let index = policy.expectation(question) {
        let entry = policy.expectations[index]
        let names = entry.protocols.map(\.rawValue).joined(separator: " or ")
        self.init(
          line: entry.line, differs: "protocol",
          words: "the content is \(spoken), and the entry expects \(names)")
        return
      }
      question.spoken = spoken
    }
    self.init(question, in: policy)
  }

  private init(line: Int, differs: String, words: String) {
    self.line = line
    self.differs = differs
    self.words = words
  }

  /// An entry that fits in all that stands in it, so that its time or its measure is over.
  private init(_ entry: Expectation, at time: Timestamp) {
    if let until = entry.until, time >= until.end {
      self.init(line: entry.line, differs: "until", words: "it held until \(until)")
    } else if let pace = entry.pace {
      self.init(line: entry.line, differs: "pace", words: "its pace of \(pace) was exceeded")
    } else {
      self.init(
        line: entry.line, differs: "protocol",
        words: "the content between the two was another one before")
    }
  }

  /// An entry that names the peer, but another port or direction.
  private init?(_ question: PolicyQuestion, in policy: Policy) {
    for (index, entry) in policy.expectations.enumerated() where !entry.peers.isEmpty {
      if let port = entry.ports.first?.lowerBound, let actual = question.port {
        var other = question
        other.port = port
        if policy.expectation(other, where: { $0 == index }) != nil {
          self.init(
            line: entry.line, differs: "port", words: "it is about another port than \(actual)")
          return
        }
      }
      if entry.direction != nil {
        var other = question
        other.deviceStarted.toggle()
        if policy.expectation(other, where: { $0 == index }) != nil {
          self.init(
            line: entry.line, differs: "direction",
            words: "it is about conversations that the other end starts")
          return
        }
      }
    }
    return nil
  }

  /// What stands behind the sentence of a finding.
  var clause: String { " (the entry in line \(line) of the policy nearly fits: \(words))" }

  /// Named values of a finding about a conversation that no entry expects.
  static func evidence(_ nearest: NearestEntry?) -> [Evidence] {
    var evidence = [Evidence("policy.expected", .flag(false))]
    if let nearest {
      evidence.append(Evidence("policy.nearest.line", .integer(nearest.line)))
      evidence.append(Evidence("policy.nearest.differs", .text(nearest.differs)))
    }
    return evidence
  }
}
