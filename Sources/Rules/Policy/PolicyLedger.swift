import Capture
import Devices
import Flows

/// Which entry of the policy, and which usual service, a conversation belongs to.
struct PolicyLedger: Sendable {
  /// A ledger with nothing in it.
  init() {}

  /// What the policy says of a conversation at an event.
  /// - Parameters:
  ///   - question: The conversation.
  ///   - event: What happened.
  ///   - policy: The policy.
  mutating func answer(
    _ question: PolicyQuestion, at event: FlowEvent, by policy: Policy
  ) -> (expectation: Int?, usual: UsualService?) {
    (policy.expectation(question), policy.usualService(question))
  }
}
