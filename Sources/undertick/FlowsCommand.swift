import ArgumentParser
import Capture
import Devices
import Flows
import Packets
import Reports
import Sensor

/// `undertick flows`.
struct FlowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flows",
    abstract: "Prints one JSON object a conversation, with the field names of Zeek's conn.log.",
    usage: "undertick flows FILE... [--devices FILE] [--filter EXPRESSION] [options]",
    discussion: """
      A conversation is printed when it ends: by FIN or RST and 5 seconds of silence, by 5 minutes (TCP) \
      or 1 minute (all else) of silence, by a new SYN, or with the capture. Those below IP (LLDP, ARP, \
      spanning tree) are printed too, with proto "link". Reads the captures that replay reads.

        undertick flows capture.pcap | jq -c 'select(.conn_state == "S0")'
        undertick flows captures/ --devices devices.csv > conn.log
        undertick flows capture.pcap --ip-only --local-nets 10.0.0.0/8,2001:db8::/32
      """)

  @Argument(help: ArgumentHelp("Captures, folders of captures, or -.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Only conversations of the devices in this inventory.", valueName: "devices.csv"))
  var devices: String?

  @Option(
    help: ArgumentHelp(
      "What is local, networks with commas between them. Default: all that is not routed on the Internet.",
      valueName: "networks"))
  var localNets: String?

  @Flag(help: "Leave out conversations that are not IP.")
  var ipOnly = false

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func validate() throws {
    try ReplayCommand.check(files)
    _ = try local()
  }

  func run() throws {
    Interruption.install()
    let limits = Self.limits
    guard FlowTable.isPossible(limits, recordsHistory: true) else {
      let mebibytes = FlowTable.reservation(of: limits, recordsHistory: true) >> 20
      Console.write(
        "undertick: cannot reserve \(mebibytes) MiB of address space for \(limits.flows) flows; "
          + "raise ulimit -v\n")
      throw ExitStatus.system
    }
    var generator = SystemRandomNumberGenerator()
    var table = FlowTable(
      limits: limits, seed: FlowSeed(using: &generator), interest: try interest(),
      recordsHistory: true)
    var source = try Run.opening { () throws(CaptureError) in
      try CaptureSeries(
        paths: files, filter: filter, interruptDescriptor: Interruption.descriptor)
    }
    var writer = FlowWriter(line: ConnectionLine(local: try local()), ipOnly: ipOnly)
    var failure: ExitCode?
    do {
      failure = try drain(&source, through: &table, into: &writer)
    } catch let error as SinkError {
      failure = StandardOutput.ending(error)
    }
    if let failure { throw failure }
  }

  /// Everything that the source has, and the ends of what is going on when it has no more; how the program
  /// ends where the source broke midway.
  private func drain(
    _ source: inout CaptureSeries, through table: inout FlowTable, into writer: inout FlowWriter
  ) throws -> ExitCode? {
    var decoder = PacketDecoder()
    var packets = PacketBatch(capacity: FrameBatch.capacity)
    var events = FlowEvents()
    var conversations = Conversations()
    var unread = UnreadFrames()
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let batch = try source.nextBatch() {
        unread.look(at: batch)
        decoder.decode(batch, into: &packets)
        var next = 0
        while next < packets.conversing.count {
          next = table.add(packets, from: next, events: &events)
          conversations.read(events, packets, in: batch)
          try writer.take(&events, conversations.contents)
        }
      }
    } catch let error as CaptureError {
      failure = Run.complain(error)
    }
    var isMore = true
    while isMore {
      isMore = table.endAll(events: &events)
      conversations.end(events)
      try writer.take(&events, conversations.contents)
    }
    try writer.finish()
    return failure ?? unread.complain()
  }

  /// Conversations are not split: their histories count from the first packet on.
  private static var limits: FlowLimits {
    var limits = FlowLimits()
    limits.flows = 1_048_576
    return limits
  }

  private func local() throws -> LocalNetworks {
    guard let localNets else { return .unrouted }
    let networks = try localNets.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let network = IPNetwork($0) else {
        throw ValidationError(
          "--local-nets takes networks such as 10.0.0.0/8,2001:db8::/32; '\($0)' is none.")
      }
      return network
    }
    return LocalNetworks(networks)
  }

  /// Whose conversations are told: those of the inventory, or everybody's.
  private func interest() throws -> FlowInterest {
    guard let devices else { return .everything }
    return FlowInterest(in: try SiteOptions.inventory(devices), isRouterWatched: false)
  }
}
