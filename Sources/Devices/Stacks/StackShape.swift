public import Packets

/// What stays the same in all connections that one system opens, or in all that it accepts.
///
/// Left out is what differs from connection to connection: segment size and window (routes, buffer
/// settings), timestamps, congestion notification (left out in a second try) and identification.
public struct StackShape: Hashable, Sendable {
  /// Whether it is of SYN-ACKs; their options depend on what the SYN offered.
  public let isAnswer: Bool
  /// The initial time to live: 32, 64, 128 or 255.
  public let initialTimeToLive: UInt8
  /// Don't Fragment; `false` of IPv6.
  public let dontFragment: Bool
  /// The options in their order.
  public let options: TCPOptionOrder
  /// Octets behind the end of the options.
  public let endPadding: UInt8
  /// The shift of later windows.
  public let windowScale: UInt8

  /// The shape of a signature.
  public init(_ signature: TCPSignature) {
    isAnswer = signature.isAnswer
    initialTimeToLive = signature.initialTimeToLive.value
    dontFragment = signature.quirks.contains(.dontFragment)
    options = signature.options
    endPadding = signature.endPadding
    windowScale = signature.windowScale
  }

  /// What programs and users cannot switch one by one and connection by connection.
  private static let offers: [UInt8] = [
    TCPOptionKind.windowScale, TCPOptionKind.selectiveAcknowledgmentPermitted,
    TCPOptionKind.timestamps,
  ]

  /// Whether one shape offers at least two options of which the other offers none; `false` of answers.
  ///
  /// One alone can be missing by right: signed segments leave no room for timestamps (RFC 2385 section
  /// 4.4), and some systems stop to offer window scale to peers that did not cope with it.
  func offersOthers(than other: StackShape) -> Bool {
    guard !isAnswer else { return false }
    let others = StackShape.offers.count {
      options.contains($0) != other.options.contains($0)
    }
    return others >= 2
  }

  /// Whether nothing in two shapes of one role contradicts that one system has both: it may have other
  /// buffers, and leave an option out.
  public func isOneSystem(with other: StackShape) -> Bool {
    isAnswer == other.isAnswer && initialTimeToLive == other.initialTimeToLive
      && dontFragment == other.dontFragment && options.agrees(with: other.options)
      && !offersOthers(than: other)
  }
}
