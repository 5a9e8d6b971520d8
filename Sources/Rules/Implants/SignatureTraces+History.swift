import Capture
import Devices
import Packets

/// What came before a packet.
extension SignatureTraces {
  /// The name of what has come before; `nil` where nothing has.
  func before(_ sequel: SignatureSequel, peer: IPAddress, at time: Timestamp) -> String? {
    list.last { trace in
      guard trace.kind == .trigger, sequel.names.contains(trace.name),
        trace.isWithin(sequel.seconds, of: time, since: trace.last)
      else { return false }
      return switch sequel.peer {
      case .any: true
      case .same: trace.peer == peer
      case .called: trace.peer == peer || trace.called == peer
      }
    }?.name
  }

  /// Nanoseconds in which a packet that comes again is the same one, captured twice.
  private static let copyInterval: Int64 = 1_000_000

  /// Counts a packet that must come several times.
  /// - Returns: Whether it has come often enough.
  mutating func repeats(
    _ name: String, _ repetition: SignatureRepetition, peer: IPAddress, at time: Timestamp
  ) -> Bool {
    let index = lastIndex {
      $0.kind == .repetition && $0.name == name && $0.peer == peer
        && $0.isWithin(repetition.seconds, of: time, since: $0.first)
    }
    guard let index else {
      removeAll { $0.kind == .repetition && $0.name == name && $0.peer == peer }
      add(SignatureTrace(.repetition, name, peer: peer, at: time))
      return repetition.count <= 1
    }
    if time.nanoseconds(since: self[index].last) >= SignatureTraces.copyInterval {
      self[index].count &+= 1
      self[index].last = time
    }
    return self[index].count >= UInt32(clamping: repetition.count)
  }

  /// Whether a sender is in the midst of a knock.
  func isKnocking(_ name: String, peer: IPAddress) -> Bool {
    list.contains { $0.kind == .knock && $0.name == name && $0.peer == peer }
  }

  /// Notes a port that a sender asks for.
  /// - Returns: Whether it was the last of the knock, all others having come in their order.
  mutating func knocks(
    _ name: String, _ knock: SignatureKnock, on port: UInt16, peer: IPAddress, at time: Timestamp
  ) -> Bool {
    let index = lastIndex { $0.kind == .knock && $0.name == name && $0.peer == peer }
    if let index {
      // What was kept under a table that had another knock may have come farther than this one goes.
      let step = Int(self[index].count)
      let isInTime =
        (1..<knock.ports.count).contains(step)
        && self[index].isWithin(knock.seconds, of: time, since: self[index].first)
      // The same packet again: captured twice, or sent again because nobody answered.
      if isInTime, port == knock.ports[step - 1] { return false }
      if isInTime, port == knock.ports[step] {
        self[index].count &+= 1
        self[index].last = time
        guard step + 1 == knock.ports.count else { return false }
        removeAll { $0.kind == .knock && $0.name == name && $0.peer == peer }
        return true
      }
      removeAll { $0.kind == .knock && $0.name == name && $0.peer == peer }
    }
    if port == knock.ports[0] { add(SignatureTrace(.knock, name, peer: peer, at: time)) }
    return false
  }
}
