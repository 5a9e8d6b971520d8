import ArgumentParser
import Capture

/// `undertick interfaces`.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces", abstract: "Lists the interfaces that can be listened on.")

  func run() throws {
    let interfaces = try Run.opening { () throws(CaptureError) in try NetworkInterface.all() }
    if interfaces.isEmpty {
      Console.write("undertick: no interface may be listened on; run as root\n")
    }
    for interface in interfaces {
      var facts = [interface.isUp ? "up" : "down"]
      if interface.isLoopback { facts.append("loopback") }
      facts += interface.addresses
      let about = interface.description.map { "  (\($0))" } ?? ""
      print("\(interface.name)  \(facts.joined(separator: " "))\(about)")
    }
  }
}
