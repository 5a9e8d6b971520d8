/// One message of a protocol above the headers: what was recognized and what was read of it.
public struct Message: Hashable, Sendable {
  /// Whose message it is.
  public let name: ProtocolName
  /// How sure that is.
  public let recognition: Recognition
  /// What was read, up to the fault if there is one.
  public let fields: Fields
  /// What stopped the reading, if anything did; `.truncated` where the capture has no more.
  public let fault: DecodeFault.Kind

  /// A message that was read.
  public init(
    name: ProtocolName, recognition: Recognition, fields: Fields,
    fault: DecodeFault.Kind = .none
  ) {
    self.name = name
    self.recognition = recognition
    self.fields = fields
    self.fault = fault
  }
}
