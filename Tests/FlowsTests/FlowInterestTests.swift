import Capture
import Packets
import Testing

@testable import Flows

/// Whose conversations are told, and how much of those of strangers.
@Suite struct FlowInterestTests {
  private func packet(
    from source: UInt32, to destination: UInt32, port: UInt16 = 443, at seconds: Double,
    payload: UInt32 = 10
  ) -> Packet {
    var packet = Packet()
    packet.network = .ipv4
    packet.linkProtocol = LinkProtocol(.ipv4)
    packet.source = IPAddress(v4: source)
    packet.destination = IPAddress(v4: destination)
    packet.sourceMAC = MACAddress(rawValue: 0x0200_0000_0000 | UInt64(source))
    packet.destinationMAC = MACAddress(rawValue: 0x0200_0000_0000 | UInt64(destination))
    packet.transport = .udp
    packet.traits = [.hasPorts, .hasMAC]
    packet.sourcePort = 40_000
    packet.destinationPort = port
    packet.payloadLength = payload
    packet.timestamp = .init(rawValue: Int64(seconds * 1e9))
    return packet
  }

  private func includes(_ packet: Packet, _ interest: inout FlowInterest) -> Bool {
    let packets = [packet]
    return interest.includes(packets.span, 0)
  }

  /// A set that grows finds all that were put into it, and nobody else.
  @Test func growth() {
    var interest = FlowInterest(macs: [], addresses: [])
    for number in 1...500 {
      interest.include(MACAddress(rawValue: UInt64(number) << 20))
      interest.include(IPAddress(v4: UInt32(number) << 8))
      interest.include(IPAddress(v4: UInt32(number) << 8))
    }
    for number in 1...500 {
      let told = packet(from: UInt32(number) << 8, to: 7, at: 1)
      #expect(includes(told, &interest), "\(number)")
    }
    #expect(!includes(packet(from: 7, to: 8, at: 1), &interest))
  }

  /// Each machine has its share an hour, and everybody together no more than the most.
  @Test func sample() {
    var sample = FlowSample()
    var taken = 0
    for _ in 0..<100 where sample.takes(1, 2, at: 0) { taken += 1 }
    #expect(taken == Int(FlowSample.share))
    // Whoever meets somebody new is heard with him.
    let isMet = sample.takes(1, 3, at: 0)
    let isNextHour = sample.takes(1, 2, at: 3_600_000_000_000)
    #expect(isMet && isNextHour)
    var crowd = 0
    for machine in UInt64(10)..<40_000
    where sample.takes(machine << 20, machine << 21, at: 7_200_000_000_000) {
      crowd += 1
    }
    #expect(crowd == FlowSample.most)
  }

  @Test func sampleIsKept() throws {
    var sample = FlowSample()
    for machine in UInt64(1)..<40 { _ = sample.takes(machine << 18, 2, at: 5) }
    var restored = try FlowSample(stored: sample.stored)
    for machine in UInt64(1)..<60 {
      let taken = sample.takes(machine << 18, 2, at: 6)
      let takenAgain = restored.takes(machine << 18, 2, at: 6)
      #expect(taken == takenAgain)
    }
  }

  /// Of a stranger's conversation the beginning is told; once somebody of interest takes part, the rest.
  @Test func beginningOfStrangers() {
    var bench = FlowBench(
      interest: FlowInterest(macs: [], addresses: [IPAddress(v4: 99)], isSampled: true))
    bench.add((0..<20).map { packet(from: 1, to: 2, at: Double($0) * 2) })
    #expect(bench.all.filter { $0.kind == .packet }.count == Int(FlowTable.strangersTold))
    #expect(bench.all.last?.reason == .beginningOver)
    bench.table.interest.include(IPAddress(v4: 2))
    bench.add((20..<24).map { packet(from: 1, to: 2, at: Double($0) * 2) })
    #expect(bench.all.filter { $0.kind == .resumed }.count >= 4)
    bench.finish()
    #expect(bench.all.last?.reason == .captureEnded)
  }

  /// What strangers say that shows what they are is told without a sample.
  @Test func strangers() {
    let strangers = StrangerInterest(
      includesFrames: true, datagramPorts: [623], streamPorts: [], protocols: [])
    var interest = FlowInterest(macs: [], addresses: [], strangers: strangers)
    #expect(includes(packet(from: 1, to: 2, port: 623, at: 0), &interest))
    #expect(!includes(packet(from: 1, to: 2, port: 624, at: 0), &interest))
  }
}
