import ArgumentParser

/// The command.
@main struct Undertick: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undertick",
    abstract: "Hears the devices under the operating system: BMCs, Ethernet switches and NICs.",
    discussion: """
      Reads packets from an interface or from capture files, follows the conversations of the \
      devices in an inventory, and tells what does not fit their role: one JSON object a line \
      (Elastic Common Schema), or readable text on a terminal.

      A first look at a capture:
        undertick replay capture.pcap --devices devices.csv --policy policy.yaml
      From another machine, as it happens:
        ssh tap tcpdump -w - | undertick replay - --devices devices.csv
      On a SPAN port, into a log shipper:
        undertick capture --interface span0 --devices devices.csv --output /var/log/undertick.jsonl

      Exit status: 0 done (also after SIGINT, SIGTERM or a closed pipe), 64 wrong command line, \
      66 no such input or no capture, 73 output cannot be made, 74 reading or writing failed, \
      78 configuration is wrong.
      """,
    version: Version.text,
    subcommands: [
      ReplayCommand.self, CaptureCommand.self, InterfacesCommand.self, RulesCommand.self,
      CheckCommand.self, PacketsCommand.self,
    ])
}
