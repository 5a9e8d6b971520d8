import Capture
import Flows
import Packets

/// The conversation of a log's line as the flow table would have counted it.
struct LogFlow {
  /// Who started.
  private(set) var initiator: Flow.End
  /// The other end.
  private(set) var responder: Flow.End

  /// The ends of a conversation, with all that they sent in it.
  ///
  /// Bytes are those of IP packets where the log has them, else of payload: no log knows of frames. An end
  /// of which the log says nothing counts as one that sent a packet, unless the history or the state says
  /// that it sent none. So does one that the log saw no packet of, where the other end accepted its TCP
  /// connection and went on: many a log is of one direction alone, as Zeek drops the packets whose checksums
  /// the sender left to its network card.
  init(_ record: borrowing LogRecord) {
    initiator = LogFlow.end(record.originator)
    responder = LogFlow.end(record.responder)
    let letters = record.history ?? ""
    let isTCP = record.protocolNumber == IPProtocol.tcp.rawValue
    initiator.packets =
      record.originator.packets
      ?? (letters.isEmpty || letters.utf8.contains { LogFlow.isUpperCase($0) } ? 1 : 0)
    responder.packets =
      record.responder.packets
      ?? (letters.isEmpty
        ? record.state == "S0" ? 0 : 1 : letters.utf8.contains { LogFlow.isLowerCase($0) } ? 1 : 0)
    guard isTCP else { return }
    for letter in letters.utf8 {
      if LogFlow.isUpperCase(letter) {
        initiator.tcpFlags.formUnion(LogFlow.flags(of: letter | 0x20))
      } else if LogFlow.isLowerCase(letter) {
        responder.tcpFlags.formUnion(LogFlow.flags(of: letter))
      }
    }
    if letters.isEmpty { takeFlags(of: record.state) }
    if initiator.packets == 0, wasAnswered { initiator.packets = 1 }
  }

  /// The conversation; `nil` where the log does not say what IP carries.
  func flow(of record: borrowing LogRecord) -> Flow? {
    guard let number = record.protocolNumber else { return nil }
    let transport = IPProtocol(rawValue: number)
    var vlans = VLANStack.none
    if let outer = record.outerVLAN { vlans = vlans.adding(outer) }
    if let inner = record.innerVLAN { vlans = vlans.adding(inner) }
    var traits: FlowTraits = []
    if initiator.payloadBytes > 0 || responder.payloadBytes > 0 { traits.insert(.payloadSeen) }
    if transport == .tcp, isMidstream(record) { traits.insert(.midstream) }
    if wasReset { traits.formUnion([.closed, .reset]) }
    if wasFinished { traits.insert(.closed) }
    return Flow(
      initiator: initiator, responder: responder, transport: transport, vlans: vlans,
      first: record.time, last: record.end, traits: traits)
  }

  /// Why it ended.
  var reason: FlowEvent.Reason { wasReset ? .reset : wasFinished ? .finished : .inactive }

  /// Whether the responder sent SYN-ACK, and then payload or FIN.
  private var wasAnswered: Bool {
    responder.tcpFlags.contains(.syn) && !responder.tcpFlags.isDisjoint(with: [.psh, .fin])
  }

  private var wasReset: Bool {
    initiator.tcpFlags.contains(.rst) || responder.tcpFlags.contains(.rst)
  }

  private var wasFinished: Bool {
    initiator.tcpFlags.contains(.fin) && responder.tcpFlags.contains(.fin)
  }

  /// Whether neither SYN nor SYN-ACK was seen of TCP; the logs of names do not say.
  private func isMidstream(_ record: borrowing LogRecord) -> Bool {
    guard record.kind == .conn else { return false }
    guard record.history?.isEmpty ?? true else {
      return !initiator.tcpFlags.contains(.syn) && !responder.tcpFlags.contains(.syn)
    }
    return record.state == "OTH"
  }

  /// What the state of a connection says of its flags, where there is no history.
  private mutating func takeFlags(of state: String?) {
    switch state {
    case "S0": initiator.tcpFlags = .syn
    case "REJ":
      initiator.tcpFlags = .syn
      responder.tcpFlags = [.rst, .ack]
    case "S1": (initiator.tcpFlags, responder.tcpFlags) = ([.syn, .ack], [.syn, .ack])
    case "S2": (initiator.tcpFlags, responder.tcpFlags) = ([.syn, .ack, .fin], [.syn, .ack])
    case "S3": (initiator.tcpFlags, responder.tcpFlags) = ([.syn, .ack], [.syn, .ack, .fin])
    case "SF": (initiator.tcpFlags, responder.tcpFlags) = ([.syn, .ack, .fin], [.syn, .ack, .fin])
    case "RSTO": (initiator.tcpFlags, responder.tcpFlags) = ([.syn, .ack, .rst], [.syn, .ack])
    case "RSTR": (initiator.tcpFlags, responder.tcpFlags) = ([.syn, .ack], [.syn, .ack, .rst])
    case "RSTOS0": initiator.tcpFlags = [.syn, .rst]
    case "RSTRH": responder.tcpFlags = [.syn, .ack, .rst]
    case "SH": initiator.tcpFlags = [.syn, .fin]
    case "SHR": responder.tcpFlags = [.syn, .ack, .fin]
    default: break
    }
  }

  /// What a letter of a history says of the flags of the end that it is of, in lower case.
  private static func flags(of letter: UInt8) -> TCPFlags {
    switch letter {
    case UInt8(ascii: "s"): .syn
    case UInt8(ascii: "h"): [.syn, .ack]
    case UInt8(ascii: "a"): .ack
    case UInt8(ascii: "d"): [.psh, .ack]
    case UInt8(ascii: "f"): [.fin, .ack]
    case UInt8(ascii: "r"): .rst
    case UInt8(ascii: "i"): [.fin, .rst]
    case UInt8(ascii: "q"): .syn
    default: []
    }
  }

  private static func isUpperCase(_ letter: UInt8) -> Bool { (0x41...0x5a).contains(letter) }
  private static func isLowerCase(_ letter: UInt8) -> Bool { (0x61...0x7a).contains(letter) }

  private static func end(_ end: borrowing LogEndpoint) -> Flow.End {
    var result = Flow.End(
      address: IPAddress(high: end.address.high, low: end.address.low), port: end.port,
      mac: MACAddress(rawValue: end.linkAddress ?? 0))
    result.payloadBytes = end.bytes ?? 0
    result.bytes = end.internetBytes ?? result.payloadBytes
    return result
  }
}
