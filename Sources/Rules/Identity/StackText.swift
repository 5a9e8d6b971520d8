import Capture
import Devices
import Flows
import Packets

/// Stacks as findings tell of them.
enum StackText {
  /// Two systems as evidence: how they differ and how they take turns.
  static func evidence(_ pair: StackPopulation.Pair) -> [Evidence] {
    [
      Evidence("stack.contradictions", .texts(pair.contradictions.words)),
      Evidence("stack.turns_15_minutes", .integer(pair.turns.recent)),
      Evidence("stack.turns_day", .integer(pair.turns.ofDay)),
    ]
  }

  /// One system as evidence, below a path of its own; its habits are those of its first cluster.
  static func evidence(
    _ system: StackSystem, _ population: StackPopulation, below path: String
  ) -> [Evidence] {
    var evidence = [
      Evidence("\(path).signature", .text(system.sample.description)),
      Evidence("\(path).connections", .integer(Int(system.count))),
      Evidence("\(path).connections_outside", .integer(Int(system.outside))),
      Evidence("\(path).first", .moment(system.first.rawValue)),
      Evidence("\(path).last", .moment(system.last.rawValue)),
      Evidence("\(path).peers", .texts(system.peers.map(\.description))),
    ]
    guard let place = system.places.first else { return evidence }
    let cluster = population.clusters[place]
    evidence += [
      Evidence("\(path).identification", .text(cluster.identification.kind.rawValue)),
      Evidence("\(path).initial_sequence", .text(cluster.initialSequence.kind.rawValue)),
      Evidence("\(path).port", .text(cluster.port.kind.rawValue)),
    ]
    if let rate = cluster.clock.rate {
      evidence.append(Evidence("\(path).timestamp_rate", .integer(rate)))
    }
    return evidence
  }

  /// What an address shows beside its connections; nothing where it shows nothing.
  static func evidence(_ population: StackPopulation) -> [Evidence] {
    var evidence: [Evidence] = []
    let datagrams = population.datagrams
    if datagrams.exact > 0 {
      evidence += [
        Evidence("stack.datagrams.time_to_live", .texts(datagrams.values.map(String.init))),
        Evidence(
          "stack.datagrams.identification", .text(population.identification.kind.rawValue)),
      ]
    }
    let echo = population.echo
    if echo.hops.exact > 0 {
      evidence += [
        Evidence("stack.echo.time_to_live", .texts(echo.hops.values.map(String.init))),
        Evidence("stack.echo.identification_copied", .integer(Int(echo.copies))),
        Evidence("stack.echo.identification_own", .integer(Int(echo.own))),
      ]
    }
    return evidence
  }

  /// An address as it names a finding.
  static func channel(_ key: StackKey) -> String {
    let tags = key.vlans.identifiers.map(String.init).joined(separator: ".")
    return "\(key.mac) \(key.address)" + (tags.isEmpty ? "" : " vlan \(tags)")
  }
}

extension StackKey {
  /// The address of the device's end of a conversation.
  init(_ sighting: borrowing Sighting) {
    let end = sighting.deviceEnd
    self.init(vlans: sighting.event.flow.vlans, mac: end.mac, address: end.address)
  }
}
