import Capture
import Flows
import Packets
import Rules
import Testing

@testable import Sensor

/// What a line of a log says of its conversation.
@Suite struct LogFlowTests {
  private func flow(
    history: String? = nil, state: String? = nil, transport: UInt8 = 6,
    _ change: (inout LogRecord) -> Void = { _ in }
  ) throws -> (flow: Flow, reason: FlowEvent.Reason) {
    var record = LogRecord.record(
      .conn, at: 100, "C1", lasting: 2, history: history, state: state)
    record.protocolNumber = transport
    change(&record)
    let ends = LogFlow(record)
    return (try #require(ends.flow(of: record)), ends.reason)
  }

  @Test(arguments: [
    ("ShADadFf", "SF", FlowEvent.Reason.finished, false), ("S", "S0", .inactive, false),
    ("Sr", "REJ", .reset, false), ("ShADadR", "RSTO", .reset, false),
    ("ShADadfr", "RSTR", .reset, false), ("DdA", "OTH", .inactive, true),
    ("DR", "RSTOS0", .reset, true), ("^hadf", "SHR", .inactive, false),
    ("FfA", "SF", .finished, true), ("ShADI", "RSTO", .reset, false), ("Q", "SH", .inactive, false),
  ]) func histories(history: String, state: String, reason: FlowEvent.Reason, isMidstream: Bool)
    throws
  {
    let (flow, ended) = try flow(history: history, state: state)
    #expect(ended == reason)
    #expect(flow.traits.contains(.midstream) == isMidstream)
    #expect(flow.traits.contains(.reset) == (reason == .reset))
    #expect(flow.traits.contains(.closed) == (reason != .inactive))
    // In "^hadf" nothing was seen of it, and yet it was answered.
    let hasOriginator = history.contains { $0.isUppercase } || history == "^hadf"
    #expect(flow.initiator.packets == (hasOriginator ? 1 : 0))
    #expect(flow.responder.packets == (history.contains { $0.isLowercase } ? 1 : 0))
  }

  /// Without a history the state says the same.
  @Test(arguments: [
    ("SF", FlowEvent.Reason.finished, false), ("S0", .inactive, false), ("REJ", .reset, false),
    ("RSTO", .reset, false), ("RSTR", .reset, false), ("OTH", .inactive, true),
    ("RSTOS0", .reset, false), ("S1", .inactive, false), ("S2", .inactive, false),
    ("S3", .inactive, false), ("SH", .inactive, false), ("SHR", .inactive, false),
    ("RSTRH", .reset, false), ("?", .inactive, false),
  ]) func states(state: String, reason: FlowEvent.Reason, isMidstream: Bool) throws {
    let (flow, ended) = try flow(state: state)
    #expect(ended == reason)
    #expect(flow.traits.contains(.midstream) == isMidstream)
    #expect(flow.responder.packets == (state == "S0" ? 0 : 1))
  }

  /// Of an end that the log saw nothing of: a SYN-ACK alone proves nothing, the rest of a connection does.
  @Test(arguments: [("^h", 0), ("^hr", 0), ("^ha", 0), ("^d", 0), ("^hd", 1), ("^hf", 1)])
  func unseen(history: String, packets: UInt64) throws {
    let flow = try flow(history: history) { $0.originator.packets = 0 }.flow
    #expect(flow.initiator.packets == packets)
  }

  /// What is no TCP has neither flags nor a beginning that was missed.
  @Test func notTCP() throws {
    let (flow, reason) = try flow(history: "Dd", state: "OTH", transport: 17)
    #expect(flow.initiator.tcpFlags == [] && flow.traits.isDisjoint(with: .midstream))
    #expect(reason == .inactive)
    let echo = try self.flow(state: "OTH", transport: 1) {
      $0.originator.port = 8
      $0.responder.port = 0
    }.flow
    #expect(echo.initiator.port == 8 && echo.responder.port == 0 && !echo.isICMPError)
  }

  @Test func counts() throws {
    let flow = try flow(history: "ShADadFf") {
      $0.originator.packets = 7
      $0.originator.bytes = 100
      $0.originator.internetBytes = 400
      $0.responder.bytes = 50
      $0.originator.linkAddress = 0x0200_0000_0001
      $0.outerVLAN = 10
      $0.innerVLAN = 20
    }.flow
    #expect(flow.initiator.packets == 7 && flow.initiator.bytes == 400)
    #expect(flow.initiator.payloadBytes == 100 && flow.responder.bytes == 50)
    #expect(flow.initiator.mac == MACAddress(rawValue: 0x0200_0000_0001))
    #expect(flow.vlans.identifiers == [10, 20] && flow.traits.contains(.payloadSeen))
    #expect(flow.first == Timestamp(seconds: 100, nanoseconds: 0))
    #expect(flow.last == Timestamp(seconds: 102, nanoseconds: 0))
  }

  @Test(
    arguments: [
      (LogName.Kind.host, "WWW.Example.COM.", "www.example.com"),
      (.host, "a.example:8080", "a.example"),
      (.host, "[2001:DB8::1]:443", "2001:db8::1"), (.host, "2001:db8::1", "2001:db8::1"),
      (.host, "10.0.0.1:80", "10.0.0.1"), (.query, "A.B:C.", "a.b:c"), (.serverName, "X", "x"),
      (.host, ":80", nil), (.query, ".", nil), (.host, "[]", nil),
    ] as [(LogName.Kind, String, String?)]) func names(
      kind: LogName.Kind, text: String, expected: String?
    )
  {
    #expect(SightedName(LogName(kind: kind, text: text))?.text == expected)
  }
}
