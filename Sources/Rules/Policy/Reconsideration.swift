public import Capture
import Devices
import Packets

/// The policy asked anew about what was told earlier: after a restart, and when the operator's files were read
/// again.
public struct Reconsideration: Sendable {
  /// The time at which it is asked.
  public let time: Timestamp

  init(at time: Timestamp) { self.time = time }

  /// The entry that expects a conversation that was told.
  ///
  /// Entries with a pace excuse nothing that was told, because they may have been broken by it.
  /// - Parameters:
  ///   - device: The device.
  ///   - scene: The conversation as it was told.
  ///   - names: Names that it asked for.
  ///   - site: What the operator says now.
  /// - Returns: The entry; `nil` where nothing expects it.
  func entry(
    for device: Device, _ scene: RhythmScene, names: [String], at site: borrowing Site
  ) -> Expectation? {
    let conversation = scene.conversation
    let deviceStarted = conversation.deviceStarted
    let question = PolicyQuestion(
      device: device, deviceStarted: deviceStarted, peer: scene.peerEnd.address,
      peerDevice: site.device(at: scene.peerEnd), names: names,
      transport: conversation.transport, isEther: conversation.transport == nil,
      port: conversation.transport?.hasPorts == true
        ? (deviceStarted ? scene.peerEnd : scene.deviceEnd).port : nil,
      spoken: conversation.spoken)
    let policy = site.policy
    let time = time
    return policy.expectation(question) { index in
      let entry = policy.expectations[index]
      return entry.pace == nil && (entry.until.map { time < $0.end } ?? true)
    }.map { policy.expectations[$0] }
  }
}
