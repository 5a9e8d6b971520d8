import ArgumentParser
import Capture
import Packets
import Reports

/// `undertick packets`.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packets",
    abstract: "Prints one JSON object a packet: what the decoder read of it.",
    discussion: "For people, and for comparison with other dissectors.")

  @Argument(help: ArgumentHelp("Captures, folders of captures, or -.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp("Only packets that match, as tcpdump takes it.", valueName: "expression"))
  var filter: String?

  func run() throws {
    Interruption.install()
    var source = try Run.opening { () throws(CaptureError) in
      try CaptureSeries(
        paths: files, filter: filter, interruptDescriptor: Interruption.descriptor)
    }
    var decoder = PacketDecoder()
    var packets = PacketBatch(capacity: FrameBatch.capacity)
    var sink = ReportSink(descriptor: 1, name: "standard output")
    var lines = JSONWriter(capacity: 1 << 17)
    var number: UInt64 = 0
    var failure: ExitCode?
    do {
      while !Interruption.isPending, let batch = try source.nextBatch() {
        decoder.decode(batch, into: &packets)
        for position in 0..<batch.count {
          number += 1
          PacketLine.write(packets.packets[position], number: number, to: &lines)
        }
        if lines.byteCount > 0 { try sink.write(lines.bytes) }
        lines.reset()
      }
    } catch let error as CaptureError {
      failure = Run.complain(error)
    } catch SinkError.closed {
      return
    } catch let error as SinkError {
      Console.write("undertick: \(error.message)\n")
      failure = ExitStatus.inputOutput
    }
    if let failure { throw failure }
  }
}
