import Devices
import Flows
import Packets
import Rules
import Testing

@testable import Sensor

@Suite struct SettingsTests {
  private func settings(_ yaml: String) throws -> Settings {
    try Settings(yaml: Array(yaml.utf8), file: "x.yaml")
  }

  private func message(_ yaml: String) -> String {
    do throws(ConfigurationError) {
      _ = try Settings(yaml: Array(yaml.utf8), file: "x.yaml")
      return "no error"
    } catch {
      return error.message
    }
  }

  /// What stands in the shipped file is the default, and every key of it is one that is read.
  @Test func shippedFileIsTheDefault() throws {
    #expect(try Settings(file: Folder.configuration.path + "/undertick.yaml") == Settings())
    #expect(try settings("") == Settings())
    #expect(try settings("# nothing\n") == Settings())
    #expect(try settings("flows:\nrules:\n") == Settings())
  }

  /// A comment in the shipped file shows two more keys; they read as well.
  @Test func shippedExamplesRead() throws {
    let text = try #require(Folder.text(Folder.configuration.path + "/undertick.yaml"))
    let opened = text.replacing("# disabled:", with: "disabled:")
      .replacing("# known-ethertypes:", with: "known-ethertypes:")
    #expect(opened != text)
    let settings = try settings(opened)
    #expect(settings.rules.disabledRules == ["beacon.periodic"])
    #expect(settings.rules.knownEtherTypes.contains(EtherType(rawValue: 0x88a2)))
  }

  /// Every key changes what it names, and nothing else.
  @Test func everyKey() throws {
    let cases: [(String, (inout Settings) -> Void)] = [
      ("observer-name: tap-1", { $0.observerName = "tap-1" }),
      ("capture: {snapshot-length: 96}", { $0.snapshotLength = 96 }),
      ("capture: {promiscuous: false}", { $0.isPromiscuous = false }),
      ("capture: {buffer-megabytes: 7}", { $0.bufferMegabytes = 7 }),
      ("capture: {buffer-timeout-milliseconds: 7}", { $0.bufferTimeoutMilliseconds = 7 }),
      ("flows: {limit: 5000}", { $0.flows.flows = 5000 }),
      ("flows: {tcp-inactive-seconds: 7}", { $0.flows.tcpInactive = 7_000_000_000 }),
      ("flows: {udp-inactive-seconds: 7}", { $0.flows.udpInactive = 7_000_000_000 }),
      ("flows: {icmp-inactive-seconds: 7}", { $0.flows.icmpInactive = 7_000_000_000 }),
      ("flows: {other-inactive-seconds: 7}", { $0.flows.otherInactive = 7_000_000_000 }),
      ("flows: {closed-linger-seconds: 7}", { $0.flows.closedLinger = 7_000_000_000 }),
      ("flows: {active-seconds: 7}", { $0.flows.active = 7_000_000_000 }),
      ("flows: {pause-seconds: 2.3}", { $0.flows.pause = 2_300_000_000 }),
      ("flows: {pause-seconds: 2.01}", { $0.flows.pause = 2_010_000_000 }),
      ("rules: {watched-roles: [bmc, server]}", { $0.rules.watchedRoles = [.bmc, .server] }),
      ("rules: {watched-roles: bmc}", { $0.rules.watchedRoles = [.bmc] }),
      ("rules: {disabled: [beacon.periodic]}", { $0.rules.disabledRules = ["beacon.periodic"] }),
      ("rules: {series-limit: 7}", { $0.rules.seriesLimit = 7 }),
      ("rules: {contact-limit: 7}", { $0.rules.contactLimit = 7 }),
      ("rules: {fold-seconds: 0.29}", { $0.rules.fold = 290_000_000 }),
      ("rules: {fewest-gaps: 7}", { $0.rules.fewestGaps = 7 }),
      ("rules: {highest-chance: 1e-6}", { $0.rules.highestChance = 1e-6 }),
      ("rules: {shortest-period-seconds: 7}", { $0.rules.shortestPeriod = 7 }),
      ("rules: {longest-period-seconds: 700}", { $0.rules.longestPeriod = 700 }),
      (
        "rules: {known-ethertypes: [0x88b5, 0X0600]}",
        {
          $0.rules.knownEtherTypes += [EtherType(rawValue: 0x88b5), EtherType(rawValue: 0x0600)]
        }
      ),
    ]
    for (yaml, change) in cases {
      var expected = Settings()
      change(&expected)
      #expect(expected != Settings())
      #expect(try settings(yaml) == expected, "\(yaml)")
    }
  }

  /// Line, column and what would be right.
  @Test func errors() {
    let cases = [
      ("flow:\n  limit: 5000\n", "x.yaml:1:1: ", "flow"),
      ("flows:\n  limits: 5000\n", "x.yaml:2:3: ", "limits"),
      ("flows:\n  limit: 5\n", "x.yaml:2:10: ", "from 1024 to 134217728"),
      ("flows:\n  limit: many\n", "x.yaml:2:10: ", "whole number"),
      ("flows: 7\n", "x.yaml:1:8: ", "mapping"),
      ("flows:\n  udp-inactive-seconds: 0\n", "x.yaml:2:25: ", "from 0.1 to 4000.0"),
      ("flows:\n  udp-inactive-seconds: 4001\n", "x.yaml:2:25: ", "from 0.1 to 4000.0"),
      ("flows:\n  active-seconds: .inf\n", "x.yaml:2:19: ", "number"),
      ("capture:\n  promiscuous: yes\n", "x.yaml:2:16: ", "true or false"),
      ("capture:\n  snapshot-length: 63\n", "x.yaml:2:20: ", "from 64 to 262144"),
      ("rules:\n  watched-roles: [bmc, toaster]\n", "x.yaml:2:24: ", "toaster"),
      ("rules:\n  watched-roles: []\n", "x.yaml:2:", "empty list"),
      ("rules:\n  disabled: beacon\n", "x.yaml:2:13: ", "beacon.periodic"),
      ("rules:\n  known-ethertypes: [0x88b5, 34997]\n", "x.yaml:2:30: ", "no EtherType"),
      ("rules:\n  known-ethertypes: 0x05ff\n", "x.yaml:2:21: ", "no EtherType"),
      ("rules:\n  known-ethertypes: 0x+88b\n", "x.yaml:2:21: ", "no EtherType"),
      ("rules:\n  known-ethertypes: 0x88b\n", "x.yaml:2:21: ", "no EtherType"),
      ("rules:\n  known-ethertypes: 0x088b5\n", "x.yaml:2:21: ", "no EtherType"),
      ("rules:\n  fewest-gaps: 3\n", "x.yaml:2:16: ", "from 4 to 63"),
      ("rules:\n  highest-chance: 1.5\n", "x.yaml:2:19: ", "from 0.0 to 1.0"),
      ("rules:\n  fold-seconds: 4\n", "x.yaml:2:", "shortest-period-seconds"),
      (
        "rules:\n  shortest-period-seconds: 10\n  longest-period-seconds: 10\n", "x.yaml:2:",
        "below"
      ),
      ("rules:\n  fewest-gaps: 8\n  fewest-gaps: 9\n", "x.yaml:2:3: ", "twice"),
      ("observer-name: \(String(repeating: "x", count: 65))\n", "x.yaml:1:", "64 bytes"),
      ("- flows\n", "x.yaml:1:1: ", "mapping"), ("flows: [\n", "x.yaml:", ""),
    ]
    for (yaml, place, words) in cases {
      let message = message(yaml)
      #expect(message.hasPrefix(place) && message.contains(words), "\(yaml) gave \(message)")
    }
  }

  @Test func missingFile() {
    #expect(throws: ConfigurationError.self) { _ = try Settings(file: "/nonexistent/x.yaml") }
  }

  /// Every setting is told by `undertick check`: a change of any shows in the lines.
  @Test func linesTellEverySetting() throws {
    let plain = Settings().lines
    for yaml in [
      "observer-name: a", "capture: {snapshot-length: 96}", "capture: {promiscuous: false}",
      "capture: {buffer-megabytes: 7}", "capture: {buffer-timeout-milliseconds: 7}",
      "flows: {limit: 5000}", "flows: {tcp-inactive-seconds: 7}",
      "flows: {udp-inactive-seconds: 7}",
      "flows: {icmp-inactive-seconds: 7}", "flows: {other-inactive-seconds: 7}",
      "flows: {closed-linger-seconds: 7}", "flows: {active-seconds: 7}",
      "flows: {pause-seconds: 7}",
      "rules: {watched-roles: bmc}", "rules: {disabled: beacon.periodic}",
      "rules: {series-limit: 7}",
      "rules: {contact-limit: 7}", "rules: {fold-seconds: 0.5}", "rules: {fewest-gaps: 7}",
      "rules: {highest-chance: 0.01}", "rules: {shortest-period-seconds: 7}",
      "rules: {longest-period-seconds: 700}", "rules: {known-ethertypes: 0x88b5}",
    ] {
      #expect(try settings(yaml).lines != plain, "\(yaml)")
    }
  }
}
