import ArgumentParser
import Capture

/// `undertick replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract:
      "Reads captures, or Zeek's logs, from files or standard input as one stream in time order.",
    usage: "undertick replay FILE... [--devices FILE] [--policy FILE] [options]",
    discussion: """
      pcap and pcapng in every variant, also compressed by gzip or zstd, told by content and not by \
      name. Several files are one run with one state, in the order of their packets' times whatever \
      the order they are given in, as tcpdump -G and -C leave them. A folder stands for all captures \
      in it, - for standard input. Only the packets' own times count: the same capture gives the \
      same lines, every time.

      Zeek's conn.log, dns.log, ssl.log and http.log are read in their place, as columns with their \
      header or as JSON: all of one run together, never with captures. --watch names addresses whose \
      conversations are judged without an inventory.

      One capture, to look at:
        undertick replay capture.pcap.gz --devices devices.csv --policy policy.yaml
      A night of rotated files, into a file of JSON lines:
        undertick replay captures/ --devices devices.csv -o night.jsonl
      Only the alerts of high severity, with jq:
        undertick replay - --devices devices.csv < capture.pcap |
          jq -c 'select(.event.severity >= 73)'
      Only the management network; as with tcpdump, net alone does not look behind VLAN tags:
        undertick replay captures/ --devices devices.csv \\
          --filter 'net 10.20.0.0/16 or (vlan and net 10.20.0.0/16)'
      A day of Zeek's logs, and whoever of this network calls somebody by the clock:
        undertick replay conn.log.gz dns.log.gz ssl.log.gz http.log.gz --watch 10.0.0.0/8
      Every hour the file that tcpdump has finished, as if it were one run:
        undertick replay hour.pcap --devices devices.csv --state sensor.db
      """)

  @Argument(
    help: ArgumentHelp("Captures, or Zeek's logs; folders of them, or -.", valueName: "file"))
  var files: [String]

  @OptionGroup(title: "What the network is") var site: SiteOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Memory across restarts") var memory: MemoryOptions

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func validate() throws { try Self.check(files) }

  /// Refuses names that cannot be read together.
  static func check(_ files: [String]) throws {
    if files.contains("") {
      throw ValidationError("A file name is empty; give a capture, a folder, or -.")
    }
    if files.contains("-"), files.count > 1 {
      throw ValidationError("- (standard input) cannot be read together with files.")
    }
  }

  func run() throws {
    var run = try Run(
      site: site, output: output, memory: memory, filter: filter, files: files)
    let inputs = try Run.opening { () throws(CaptureError) in
      try InputSurvey(paths: files, interruptDescriptor: Interruption.descriptor)
    }
    if inputs.areLogs {
      guard filter == nil else {
        throw ValidationError("--filter chooses packets, and there are none in logs; leave it out.")
      }
      guard memory.state == nil else {
        throw ValidationError(
          "--state keeps the memory of captures; give all logs in one run instead.")
      }
      var log = try Run.opening { () throws(CaptureError) in
        try ConversationLog(inputs, interruptDescriptor: Interruption.descriptor)
      }
      try run.drain(&log)
    } else {
      var source = try Run.opening { () throws(CaptureError) in
        try CaptureSeries(
          inputs, filter: filter, interruptDescriptor: Interruption.descriptor)
      }
      try run.drain(&source)
    }
  }
}
