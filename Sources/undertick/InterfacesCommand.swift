import ArgumentParser
import Capture

/// `undertick interfaces`.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces", abstract: "Lists the interfaces that can be listened on.",
    usage: "undertick interfaces",
    discussion: """
      The name in the first column is what undertick capture --interface takes; a SPAN port needs no \
      address. 'any' listens on all of them at once.
      """)

  func run() throws {
    let interfaces = try Run.opening { () throws(CaptureError) in try NetworkInterface.all() }
    guard !interfaces.isEmpty else {
      Console.write("undertick: no interface may be listened on; run as root\n")
      return
    }
    let width = interfaces.map(\.name.count).max() ?? 0
    let lines = interfaces.map { interface in
      var facts = [interface.isUp ? "up  " : "down"]
      if interface.isLoopback { facts.append("loopback") }
      facts += interface.addresses
      if let description = interface.description { facts.append("(\(description))") }
      let blanks = String(repeating: " ", count: width - interface.name.count)
      return "\(interface.name)\(blanks)  \(facts.joined(separator: " "))"
    }
    try StandardOutput.write(lines.joined(separator: "\n"))
  }
}
