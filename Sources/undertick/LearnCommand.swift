import ArgumentParser
import Capture
import Devices
import Flows
import Logging
import Packets
import Reports
import Rules
import Sensor

/// `undertick learn`.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Proposes a policy from traffic that is known to be good, for a person to edit.",
    usage: "undertick learn FILE... [--devices FILE] [--policy FILE] [options]",
    discussion: """
      Counts who talks to whom, for what and how often, as far as rules would judge it, and writes a policy \
      file with the counts behind each line. Groups hold the peers of the roles' own services (time, names, \
      logs, logins); entries tell the rest. What at least half of a role's devices do is the role's. What is \
      outside, between controllers, or was seen a single time stands behind # until you take it in.

      Without --devices roles are inferred from the same captures, which are then read twice. Reads what \
      replay reads.

      A first policy, from a capture of a quiet day:
        undertick devices day.pcap --csv > devices.csv
        undertick learn day.pcap --devices devices.csv > policy.yaml
      Edit it; then see that it is understood, and what it leaves over:
        undertick check --devices devices.csv --policy policy.yaml
        undertick replay day.pcap --devices devices.csv --policy policy.yaml
      What another day would add:
        undertick learn other.pcap --devices devices.csv --policy policy.yaml
      """)

  @Argument(
    help: ArgumentHelp("Captures, or Zeek's logs; folders of them, or -.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The inventory. Default: roles inferred from the same captures.", valueName: "devices.csv"))
  var devices: String?

  @Option(
    help: ArgumentHelp(
      "What is internal and expected already, and is left out.", valueName: "policy.yaml"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "All numbers (see Config/undertick.yaml). Default: built in.", valueName: "undertick.yaml"))
  var config: String?

  @Flag(
    help: "Expect all that was seen: outside peers too, other controllers, and what was seen once.")
  var acceptOutside = false

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func validate() throws {
    try ReplayCommand.check(files)
    if devices == nil, files == ["-"] {
      throw ValidationError(Self.twice("standard input"))
    }
  }

  func run() throws {
    Interruption.install()
    Console.bootstrap(isQuiet: false)
    let inputs = try Run.opening { () throws(CaptureError) in
      try InputSurvey(paths: files, interruptDescriptor: Interruption.descriptor)
    }
    if inputs.areLogs, filter != nil {
      throw ValidationError("--filter chooses packets, and there are none in logs; leave it out.")
    }
    if inputs.areLogs, devices == nil {
      throw ValidationError("Logs do not show what machines are; give an inventory with --devices.")
    }
    if devices == nil, !inputs.areReadableAgain {
      throw ValidationError(Self.twice("a pipe"))
    }
    let settings = try readSettings()
    try Run.requireMemory(for: settings.flows)
    let inventory = try devices.map(SiteOptions.inventory) ?? infer(inputs, settings)
    let site = Site(inventory: inventory, policy: try readPolicy(inventory))
    let log = Logger(label: "undertick")
    if devices == nil {
      let note =
        "roles are inferred from the same packets, and the policy's names are theirs: write them down with "
        + "undertick devices FILE... --csv > devices.csv, and look at them"
      log.warning("\(note)")
    }
    for line in SiteNotes(settings, site).lines { log.warning("\(line)") }
    let (proposal, source, failure) =
      inputs.areLogs
      ? try learn(fromLogs: inputs, site, settings) : try learn(from: inputs, site, settings)
    let sheet = PolicySheet(proposal, from: source, acceptsAll: acceptOutside)
    var sink = ReportSink(descriptor: 1, name: "standard output")
    do throws(SinkError) {
      try sink.write(Array(sheet.text.utf8).span)
    } catch {
      throw StandardOutput.ending(error)
    }
    if let failure { throw failure }
  }

  private static func twice(_ what: String) -> String {
    "Without --devices the input is read twice, and \(what) comes only once; give --devices."
  }

  private func readSettings() throws -> Settings {
    guard let config else { return Settings() }
    return try Self.reading { () throws(ConfigurationError) in try Settings(file: config) }
  }

  private func readPolicy(_ inventory: Inventory) throws -> Policy {
    guard let policy else { return .none }
    return try Self.reading { () throws(ConfigurationError) in
      try Policy(yaml: try ConfigurationFile.read(policy), file: policy, inventory: inventory)
    }
  }

  /// Reads a file of the operator's; prints what is wrong and ends with status 78.
  private static func reading<Value>(
    _ read: () throws(ConfigurationError) -> Value
  ) throws -> Value {
    do throws(ConfigurationError) {
      return try read()
    } catch {
      Console.write("undertick: \(error.message)\n")
      throw ExitStatus.configuration
    }
  }

  /// What was learned, from how much, and how the program ends where the input broke midway.
  private typealias Outcome = (PolicyProposal, PolicySource, ExitCode?)

  private func learn(
    from inputs: InputSurvey, _ site: Site, _ settings: Settings
  ) throws -> Outcome {
    var generator = SystemRandomNumberGenerator()
    var learner = PolicyLearner(
      site: site, settings: settings, seed: FlowSeed(using: &generator))
    var unread = UnreadFrames()
    let failure = try read(inputs) { batch in
      unread.look(at: batch)
      learner.read(batch)
    }
    let proposal = learner.finish()
    return (proposal, source(learner.packetCount, "packets"), failure ?? unread.complain())
  }

  private func learn(
    fromLogs inputs: InputSurvey, _ site: Site, _ settings: Settings
  ) throws -> Outcome {
    var log = try Run.opening { () throws(CaptureError) in
      try ConversationLog(inputs, interruptDescriptor: Interruption.descriptor)
    }
    var learner = LogPolicyLearner(site: site, settings: settings, kinds: log.kinds)
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let record = try log.next() { learner.read(record) }
    } catch {
      failure = Run.complain(error)
    }
    let messages = Logger(label: "undertick")
    for warning in log.warnings { messages.warning("\(warning)") }
    let proposal = learner.finish()
    return (proposal, source(learner.recordCount, "records"), failure)
  }

  private func source(_ count: UInt64, _ unit: String) -> PolicySource {
    PolicySource(count: count, unit: unit, inventory: devices, policy: policy)
  }

  /// The machines and their roles, from the same captures.
  private func infer(_ inputs: InputSurvey, _ settings: Settings) throws -> Inventory {
    var generator = SystemRandomNumberGenerator()
    var collector = RosterCollector(
      limits: settings.flows, seed: FlowSeed(using: &generator))
    // What breaks the input is told when it is read again.
    _ = try read(inputs, isTold: false) { batch in collector.read(batch) }
    let makers = OUITable(for: collector.roster.hardwareAddresses)
    let sheet = DeviceSheet(collector.roster.devices(makers: makers)).text
    return try Self.reading { () throws(ConfigurationError) in
      try Inventory(csv: sheet, file: "inferred roles")
    }
  }

  /// Reads everything; how the program ends where that fails midway.
  private func read(
    _ inputs: InputSurvey, isTold: Bool = true, _ take: (borrowing FrameBatch) -> Void
  ) throws -> ExitCode? {
    var source = try Run.opening { () throws(CaptureError) in
      try CaptureSeries(inputs, filter: filter, interruptDescriptor: Interruption.descriptor)
    }
    do {
      while !Interruption.isPending, let batch = try source.nextBatch() { take(batch) }
    } catch {
      return isTold ? Run.complain(error) : nil
    }
    return nil
  }
}
