import Devices
import Flows
import Packets

extension Sighting {
  /// Whether a policy entry without a pace, that is not out of date, expects the conversation: for hooks in which
  /// nobody has asked the policy.
  func isExpected(at site: borrowing Site) -> Bool {
    if expectation != nil { return true }
    let question = PolicyQuestion(
      event, content, device: device, peerDevice: peer, deviceStarted: deviceStarted)
    let policy = site.policy
    let time = event.time
    return policy.expectation(question) { index in
      let entry = policy.expectations[index]
      return entry.pace == nil && (entry.until.map { time < $0.end } ?? true)
    } != nil
  }
}
