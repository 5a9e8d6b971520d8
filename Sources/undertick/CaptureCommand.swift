import ArgumentParser
import Capture
import Sensor

/// `undertick capture`.
struct CaptureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Listens on an interface until SIGINT or SIGTERM.",
    usage: "undertick capture --interface NAME [--devices FILE] [--policy FILE] [options]",
    discussion: """
      Needs the right to capture: root, or once `setcap cap_net_raw+ep` on the program. What the \
      kernel and the interface dropped stands in the metric lines, under undertick.metrics.capture. \
      Options given here go before the section capture of the configuration.

        undertick interfaces
        undertick capture -i span0 --devices devices.csv
        undertick capture -i span0 --devices devices.csv -o alerts.jsonl --stats 300
        undertick capture -i span0 --devices devices.csv --state /var/lib/undertick/sensor.db

      SIGHUP reads configuration, policy and inventory again and loses nothing of what is known; a \
      broken file is said and changes nothing.

      SIGINT (Ctrl-C) and SIGTERM end it properly: open conversations are judged, or kept where \
      --state says so, and the last metric line is written. A second signal ends it at once.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The interface; 'undertick interfaces' lists them.", valueName: "name"))
  var interface: String

  @OptionGroup(title: "What the network is") var site: SiteOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Memory across restarts") var memory: MemoryOptions

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  @Option(help: ArgumentHelp("Bytes kept of a packet (default 262144).", valueName: "bytes"))
  var snapshotLength: Int?

  @Option(help: ArgumentHelp("Kernel buffer in MiB (default 64).", valueName: "MiB"))
  var buffer: Int?

  @Flag(help: "Take only packets for this machine, broadcast and multicast.")
  var noPromiscuous = false

  func validate() throws {
    if let snapshotLength, !(64...262_144).contains(snapshotLength) {
      throw ValidationError("--snapshot-length takes 64 to 262144 bytes.")
    }
    if let buffer, !(1...4096).contains(buffer) {
      throw ValidationError("--buffer takes 1 to 4096 MiB.")
    }
  }

  func run() throws {
    var run = try Run(
      site: site, output: output, memory: memory, filter: filter, interface: interface)
    var options = LiveOptions(interface: interface)
    options.snapshotLength = snapshotLength ?? run.settings.snapshotLength
    options.isPromiscuous = run.settings.isPromiscuous && !noPromiscuous
    options.bufferBytes = (buffer ?? run.settings.bufferMegabytes) << 20
    options.bufferTimeoutMilliseconds = run.settings.bufferTimeoutMilliseconds
    options.filter = filter
    var source = try Run.opening { () throws(CaptureError) in
      try LiveCapture(options, interruptDescriptor: Interruption.descriptor)
    }
    try run.drain(&source)
  }
}
