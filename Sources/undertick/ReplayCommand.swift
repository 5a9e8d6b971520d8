import ArgumentParser
import Capture

/// `undertick replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Reads capture files, or standard input, as one stream in time order.",
    discussion: """
      pcap and pcapng in every variant, also compressed by gzip or zstd, told by content. Several \
      files are one run with one state, in the order of their packets' times, as tcpdump -G and -C \
      leave them. A folder stands for all captures in it, - for standard input.
      """)

  @Argument(help: ArgumentHelp("Captures, folders of captures, or -.", valueName: "file"))
  var files: [String]

  @OptionGroup(title: "What the network is") var site: SiteOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func validate() throws {
    if files.contains("-"), files.count > 1 {
      throw ValidationError("- (standard input) cannot be read together with files.")
    }
  }

  func run() throws {
    var run = try Run(site: site, output: output, files: files)
    var source = try Run.opening { () throws(CaptureError) in
      try CaptureSeries(
        paths: files, filter: filter, interruptDescriptor: Interruption.descriptor)
    }
    try run.drain(&source)
  }
}
