import Capture

/// Series of several devices that are in step.
struct StepVerdict: Sendable {
  /// A series of another device.
  struct Partner: Sendable {
    /// Whose and which it is.
    let key: StepLedger.Key
    /// What the proof found of it.
    let result: StepTest.Result
  }

  /// The series that has just beaten.
  let key: StepLedger.Key
  /// How they are in step.
  let proof: StepTest.Proof
  /// Those that are in step with it, the surest first; one a device.
  let partners: [Partner]
  /// The chance of it, for all that was compared so far.
  let chance: Double
  /// The most series that a look compared, and how many looks there were.
  let compared: Int
  /// How often one has looked.
  let looks: Int
}
