import ArgumentParser
import Capture
import Devices
import Flows
import Packets
import Reports
import Sensor

/// `undertick devices`.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Tells who is on the network and what each machine is, with the evidence.",
    usage: "undertick devices FILE...|--state FILE [--json | --csv] [--devices FILE] [options]",
    discussion: """
      Each machine is judged by what it says and does: management protocols it answers, names and \
      software it tells, protocols it speaks with its neighbours, packets it passes on. A role is told \
      where the evidence is enough and does not contradict itself; else it is "?". Reads the captures \
      that replay reads.

      A table, to look at:
        undertick devices captures/
      A first inventory, to be completed by hand (rows without a role stand behind #):
        undertick devices captures/ --csv > devices.csv
      What a running sensor has heard so far:
        undertick devices --state /var/lib/undertick/sensor.db
      What does not fit the inventory: ! contradicts it, + is not in it:
        undertick devices captures/ --devices devices.csv
      All evidence against what is declared:
        undertick devices captures/ --devices devices.csv --json |
          jq -c 'select(.inventory.verdict == "contradicts")'
      """)

  @Argument(help: ArgumentHelp("Captures, folders of captures, or -.", valueName: "file"))
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Tell what a run has heard by its state, instead of captures; it is only read.",
      valueName: "file"))
  var state: String?

  @Flag(help: "One JSON object a machine, with all its evidence.")
  var json = false

  @Flag(help: "An inventory as --devices reads it; machines without a role behind #.")
  var csv = false

  @Option(
    help: ArgumentHelp(
      "Mark what contradicts this inventory, or is missing in it.", valueName: "devices.csv"))
  var devices: String?

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func validate() throws {
    try ReplayCommand.check(files)
    guard files.isEmpty != (state == nil) else {
      throw ValidationError("Give captures, or --state and the state of a run.")
    }
    if state != nil, filter != nil {
      throw ValidationError(
        "--filter chooses packets, and there are none in a state; leave it out.")
    }
    if json, csv { throw ValidationError("--json and --csv are two forms of output; give one.") }
    if csv, devices != nil {
      throw ValidationError("--csv makes an inventory and does not compare with one.")
    }
  }

  func run() throws {
    Interruption.install()
    let inventory = try devices.map(SiteOptions.inventory)
    if let state { return try tell(Self.roster(state), inventory) }
    var limits = FlowLimits()
    limits.flows = 1_048_576
    try Run.requireMemory(for: limits)
    var source = try Run.opening { () throws(CaptureError) in
      try CaptureSeries(
        paths: files, filter: filter, interruptDescriptor: Interruption.descriptor)
    }
    var generator = SystemRandomNumberGenerator()
    var collector = RosterCollector(limits: limits, seed: FlowSeed(using: &generator))
    var unread = UnreadFrames()
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let batch = try source.nextBatch() {
        unread.look(at: batch)
        collector.read(batch)
      }
    } catch {
      failure = Run.complain(error)
    }
    try tell(collector.roster, inventory)
    if let failure = failure ?? unread.complain() { throw failure }
  }

  private static func roster(_ state: String) throws -> Roster {
    do throws(StateError) {
      return try Roster(state: state)
    } catch {
      throw MemoryOptions.complain(error)
    }
  }

  private func tell(_ roster: Roster, _ inventory: Inventory?) throws {
    try write(roster.devices(makers: OUITable(for: roster.hardwareAddresses)), inventory)
    if roster.forgotten > 0 {
      Console.write(
        "undertick: warning: \(roster.forgotten) machines of which nothing was known made room for others\n"
      )
    }
  }

  private func write(_ observed: [ObservedDevice], _ inventory: Inventory?) throws {
    let verdicts = inventory.map { inventory in
      observed.map { InventoryVerdict($0, in: inventory) }
    }
    var text = ""
    if json {
      var lines = JSONWriter(capacity: 1 << 16)
      for (place, device) in observed.enumerated() {
        DeviceLine().write(device, verdict: verdicts?[place], to: &lines)
      }
      text = lines.text
    } else if csv {
      text = DeviceSheet(observed).text
    } else {
      text =
        VisibleText(
          DeviceTable(observed, verdicts: verdicts ?? []).lines.joined(separator: "\n") + "\n"
        ).description
    }
    var sink = ReportSink(descriptor: 1, name: "standard output")
    do throws(SinkError) {
      try sink.write(Array(text.utf8).span)
    } catch {
      throw StandardOutput.ending(error)
    }
  }
}
