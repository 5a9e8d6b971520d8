import Capture
import Packets
import Testing

@testable import Rules

@Suite struct SleepingHostTests {
  private static let off = """
    mac,ip,role,name,tags
    02:00:00:00:00:01,10.0.0.1,router,gw,
    02:00:00:00:03:01,10.0.3.1,nic,srv-1,powered-off
    02:00:00:00:04:01,10.0.4.1,server,ntp-1,

    """

  private func findings(
    inventory: String = RuleBench.inventory, _ talk: (inout StackTalk) -> Void
  ) throws -> [Finding] {
    var bench = try RuleBench(only: ["identity.sleeping-host"], inventory: inventory)
    var stack = StackTalk()
    talk(&stack)
    bench.stacks = stack.stacks
    bench.add(stack.packets.sorted { $0.timestamp < $1.timestamp })
    bench.finish()
    return bench.findings
  }

  /// The host connects every minute or so until `silent`, the hidden system every five minutes until
  /// `end`; all in seconds.
  private func hostUntil(
    _ silent: Double, _ end: Double, _ talk: inout StackTalk, every pause: Double = 60,
    hidden: StackTalk.System = .hidden
  ) {
    var time = 1.0
    var number = 0
    while time < silent {
      talk.connect(.card, .outside(UInt32(number % 20)), at: time, by: .kernel)
      number += 1
      time += pause + Double(number % 7)
    }
    time = 33.5
    while time < end {
      talk.connect(.card, .outside(200), at: time, by: hidden)
      time += 300
    }
  }

  @Test func told() throws {
    let found = try findings { hostUntil(7200, 10_000, &$0) }
    let finding = try #require(found.first)
    #expect(finding.severity == .high && finding.peerEnd.address == Machine.outside(200).address)
    guard
      case .decimal(let silence, _)? = finding.evidence.first(
        where: { $0.path == "host.silence" })?.value
    else {
      Issue.record("no silence")
      return
    }
    #expect(silence >= 600 && silence < 901)
  }

  /// The host goes on; it was heard too short; it is silent for so long quite often; nobody can tell the
  /// two apart by every packet.
  @Test func silent() throws {
    let alike = StackTalk.System(timeToLive: 64, dontFragment: true, options: [8, 2, 3])
    #expect(try findings { hostUntil(10_000, 10_000, &$0) }.isEmpty)
    #expect(try findings { hostUntil(1200, 3000, &$0) }.isEmpty)
    #expect(try findings { hostUntil(20_000, 21_500, &$0, every: 420) }.isEmpty)
    #expect(try findings { hostUntil(7200, 10_000, &$0, hidden: alike) }.isEmpty)
  }

  /// Datagrams and echo replies of the host are signs of life, and so is a start.
  @Test func signsOfLife() throws {
    for kind in 0..<3 {
      let found = try findings { talk in
        hostUntil(7200, 10_000, &talk)
        for number in 0..<12 {
          let time = 7300 + Double(number) * 240 + 0.25
          switch kind {
          case 0:
            talk.add(Machine.card.udp(to: .server, 123, from: 123, at: time), by: .kernel)
          case 1:
            talk.add(Machine.server.icmp(to: .card, type: 8, at: time), by: .kernel)
            talk.add(Machine.card.icmp(to: .server, type: 0, at: time + 0.01), by: .hidden)
          default: talk.start(.card, at: time)
          }
        }
      }
      #expect(found.isEmpty)
    }
  }

  /// A connection of the host that goes on without a pause gives no other sign of life.
  @Test func longConnection() throws {
    let found = try findings { talk in
      hostUntil(7200, 10_000, &talk)
      talk.connect(.card, .server, 2049, at: 7190.5, by: .kernel)
      let port = talk.packets.last?.sourcePort ?? 0
      for number in 0..<3500 {
        talk.add(
          Machine.card.tcp(
            to: .server, 2049, from: port, at: 7190.75 + Double(number) * 0.8, [.ack, .psh],
            payload: 1000, sequence: UInt32(number)), by: .kernel)
      }
    }
    #expect(found.isEmpty)
  }

  /// A machine that is called powered off opens a connection; or sends what sleeping machines send.
  @Test func calledOff() throws {
    let found = try findings(inventory: SleepingHostTests.off) { talk in
      talk.connect(.card, .server, at: 5, by: .kernel)
    }
    #expect(found.map(\.severity) == [.high])
    #expect(found.first?.reason.contains("powered-off") == true)
    let asleep = try findings(inventory: SleepingHostTests.off) { talk in
      talk.add(Machine.card.udp(to: .server, 5353, from: 5353, at: 1), by: .kernel)
      talk.add(Machine.card.udp(to: .server, 40000, from: 623, at: 2), by: .kernel)
      talk.add(
        Machine.card.linkLocal(1).icmp(
          to: Machine.server.linkLocal(2), type: 136, at: 3, payload: 24), by: .hidden)
      talk.connect(.server, .card, 16992, at: 4, by: .kernel, answeredBy: .hidden, answer: 100)
    }
    #expect(asleep.isEmpty)
  }

  /// Behind a start it is on, whatever the inventory says; and who uses its address is somebody else.
  @Test func switchedOn() throws {
    let found = try findings(inventory: SleepingHostTests.off) { talk in
      talk.connect(
        Machine(0x0200_0000_0999, Machine.card.address), .server, at: 2, by: .kernel)
      talk.start(.card, at: 4)
      talk.connect(.card, .server, at: 5, by: .kernel)
    }
    #expect(found.isEmpty)
  }

  @Test func restart() throws {
    var talk = StackTalk()
    hostUntil(7200, 10_000, &talk)
    let packets = talk.packets.sorted { $0.timestamp < $1.timestamp }
    var bench = try RuleBench(only: ["identity.sleeping-host"], isRemembered: true)
    bench.stacks = talk.stacks
    let place = packets.firstIndex { $0.timestamp.rawValue > 7_400_000_000_000 }
    let half = try #require(place)
    bench.add(Array(packets[..<half]))
    let kept = bench.changes()
    try bench.startAnew()
    #expect(try bench.restore(kept) == 0)
    bench.add(Array(packets[half...]))
    // The first connection of the silence, and the fourth.
    #expect(bench.findings.map(\.update) == [0, 1])
  }

  /// Gaps below a second are one sighting; the record must be long enough, and the silence long beside it.
  @Test func activity() {
    let host = HostActivity.Trait(timeToLive: 64, dontFragment: true)
    let hidden = HostActivity.Trait(timeToLive: 255, dontFragment: false)
    var activity = HostActivity(
      hidden: hidden, host: host, at: Timestamp(rawValue: 0))
    func time(_ seconds: Int64) -> Timestamp { Timestamp(rawValue: seconds * 1_000_000_000) }
    for number in 1...15 { activity.note(time(Int64(number) * 50)) }
    #expect(activity.silence(at: time(10_000)) == nil)
    activity.note(time(800))
    #expect(activity.gaps == 16 && activity.longest == 50_000_000_000)
    #expect(activity.silence(at: time(800 + 599)) == nil)
    #expect(activity.silence(at: time(800 + 600)) == 600_000_000_000)
    // Ten times the longest gap, and four times in a record of an hour.
    activity.note(time(900))
    #expect(activity.silence(at: time(900 + 999)) == nil)
    #expect(activity.silence(at: time(900 + 1000)) != nil)
    for number in 1...30 { activity.note(time(900 + Int64(number) * 100)) }
    activity.note(time(4200))
    #expect(activity.silence(at: time(4200 + 1199)) == nil)
    #expect(activity.silence(at: time(4200 + 1200)) != nil)
    #expect(throws: Never.self) { try HostActivity(stored: activity.stored) }
  }
}
