import ArgumentParser
import Glibc

/// The command.
@main struct Undertick: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undertick",
    abstract: "Hears the devices under the operating system: BMCs, switches and network cards.",
    usage: "undertick COMMAND ...",
    discussion: """
      Reads packets from an interface or from capture files, follows the conversations of the \
      devices in your inventory, and tells what does not fit their role: one JSON object a line \
      (Elastic Common Schema), or readable text on a terminal. It only listens; it sends nothing.

      First, write down your devices (the file Config/devices.csv explains itself):
        mac,ip,role,name
        94:40:c9:a8:d3:f2,10.20.1.11,bmc,bmc-01
      See that they are understood:
        undertick check --devices devices.csv
      Look at a capture:
        undertick replay capture.pcap --devices devices.csv
      From another machine, as it happens:
        ssh tap tcpdump -w - | undertick replay - --devices devices.csv
      On a SPAN port, into a log shipper:
        undertick capture -i span0 --devices devices.csv -o alerts.jsonl

      Exit status: 0 done, also after SIGINT, SIGTERM or a closed pipe; 64 wrong command line; 66 no \
      such input, or neither capture nor log; 71 no memory for the flow table; 73 the output cannot be made; \
      74 reading or writing failed; 78 one of your files is wrong.
      """,
    version: Version.text,
    subcommands: [
      ReplayCommand.self, CaptureCommand.self, CheckCommand.self, RulesCommand.self,
      InterfacesCommand.self, PacketsCommand.self, FlowsCommand.self, DevicesCommand.self,
      LearnCommand.self,
    ])

  static func main() {
    // A closed pipe is reported by write(2) instead.
    signal(SIGPIPE, SIG_IGN)
    do {
      try refuseUnknownHelp(CommandLine.arguments)
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(error)
    }
  }

  /// Asking for help on a command that is none is an error: the parser would show its own help.
  private static func refuseUnknownHelp(_ arguments: [String]) throws {
    guard arguments.count > 2, arguments[1] == "help", !arguments[2].hasPrefix("-") else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !(names + ["help"]).contains(arguments[2]) else { return }
    throw ValidationError(
      "There is no command '\(arguments[2])'. The commands are: \(names.joined(separator: ", ")).")
  }

  /// Help and versions are output like any other; what is wrong goes to standard error.
  private static func end(_ error: any Error) -> Never {
    var status = exitCode(for: error)
    let message = fullMessage(for: error)
    if status.isSuccess {
      do {
        if !message.isEmpty { try StandardOutput.write(message) }
      } catch {
        status = exitCode(for: error)
      }
    } else if !message.isEmpty {
      let text = message.hasPrefix("Error: ") ? message.dropFirst(7) : message[...]
      Console.write("undertick: \(text)\n")
    }
    Glibc.exit(status.rawValue)
  }
}
