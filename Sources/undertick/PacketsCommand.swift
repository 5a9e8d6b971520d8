import ArgumentParser
import Capture
import Flows
import Packets
import Reports
import Sensor

/// `undertick packets`.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packets",
    abstract: "Prints one JSON object a packet: what the decoder read of it.",
    usage: "undertick packets FILE... [--filter EXPRESSION]",
    discussion: """
      For people who want to know why a rule did or did not speak, and for comparison with other \
      dissectors. Reads the captures that replay reads; needs no inventory.

        undertick packets capture.pcap | head -3
        undertick packets capture.pcap --filter 'ether host 94:40:c9:a8:d3:f2' | jq .
      """)

  @Argument(help: ArgumentHelp("Captures, folders of captures, or -.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func validate() throws { try ReplayCommand.check(files) }

  func run() throws {
    Interruption.install()
    var source = try Run.opening { () throws(CaptureError) in
      try CaptureSeries(
        paths: files, filter: filter, interruptDescriptor: Interruption.descriptor)
    }
    let limits = FlowLimits()
    try Run.requireMemory(for: limits)
    var generator = SystemRandomNumberGenerator()
    var inspector = PacketInspector(limits: limits, seed: FlowSeed(using: &generator))
    var sink = ReportSink(descriptor: 1, name: "standard output")
    var lines = JSONWriter(capacity: 1 << 17)
    var line = PacketLine()
    var number: UInt64 = 0
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let batch = try source.nextBatch() {
        inspector.read(batch)
        for position in 0..<batch.count {
          number += 1
          line.number = number
          line.linkType = batch.records[position].linkType
          line.headers = inspector.packets.readHeaders(of: position, in: batch)
          line.signature = inspector.packets.tcpSignature(of: position, in: batch)
          line.outers = inspector.outers(of: position)
          line.message = inspector.messages[position]
          line.write(inspector.packets.packets[position], to: &lines)
        }
        if lines.byteCount > 0 { try sink.write(lines.bytes) }
        lines.reset()
      }
    } catch let error as CaptureError {
      failure = Run.complain(error)
    } catch let error as SinkError {
      failure = StandardOutput.ending(error)
    }
    if let failure { throw failure }
  }
}
