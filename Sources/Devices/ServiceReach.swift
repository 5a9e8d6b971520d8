import Packets

/// Which conversations are of a service, as far as transport, port and direction tell: a plain value that is
/// quick to look through.
struct ServiceReach: Sendable {
  private let transport: IPProtocol
  private let lowest: UInt16
  private let highest: UInt16
  private let hasPorts: Bool
  private let fitsStarted: Bool
  private let fitsAnswered: Bool

  /// The reach of a service.
  init(_ service: UsualService) {
    transport = service.transport
    lowest = service.ports?.lowerBound ?? 0
    highest = service.ports?.upperBound ?? 0
    hasPorts = service.ports != nil
    fitsStarted = service.direction?.fits(deviceStarted: true) ?? true
    fitsAnswered = service.direction?.fits(deviceStarted: false) ?? true
  }

  /// Whether a conversation is of the service; content, peer and pace apart.
  func includes(_ question: PolicyQuestion) -> Bool {
    guard question.transport == transport, question.deviceStarted ? fitsStarted : fitsAnswered
    else {
      return false
    }
    guard hasPorts else { return true }
    return question.port.map { lowest <= $0 && $0 <= highest } ?? false
  }
}
