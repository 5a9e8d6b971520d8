import Capture
import Flows
import Packets

/// What is known of a connection that may redirect a machine's console, disk or screen by Intel AMT.
struct Redirection: Sendable, Storable {
  /// Whether the policy knows that the peer may.
  let isTrusted: Bool
  /// Whether the peer opened a port of the engine that it may not.
  var isVisit = false
  /// What is redirected, once it is.
  var service: Service?
  /// Whether the machine has let the peer in.
  var isLoggedIn = false

  init(isTrusted: Bool) { self.isTrusted = isTrusted }

  func store(to writer: inout StoredWriter) {
    writer.add(isTrusted)
    writer.add(isVisit)
    writer.add(service?.rawValue ?? "")
    writer.add(isLoggedIn)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    isTrusted = try reader.flag()
    isVisit = try reader.flag()
    let name = try reader.text()
    service = Service(rawValue: name)
    guard name.isEmpty || service != nil else { throw reader.fault("a redirection service") }
    isLoggedIn = try reader.flag()
  }

  /// What is redirected; Intel's "AMT Redirection Library".
  enum Service: String, Sendable {
    case console = "SOL"
    case disk = "IDER"
    case screen = "KVMR"
    /// The heartbeats of a session whose beginning nobody saw.
    case heartbeat

    /// What octets of a packet show, if they show one.
    ///
    /// A console starts with 10, three octets and four letters. A heartbeat is 2B, three octets of zero and a
    /// number of four; it counts on Intel's port only, and in a connection that was there before the capture.
    /// - Parameters:
    ///   - sample: The packet.
    ///   - isOfConsole: Whether it came from the end that has connected.
    ///   - flow: Its conversation.
    init?(_ sample: PacketSample, isOfConsole: Bool, in flow: borrowing Flow) {
      let octets = sample.payload
      guard octets.count >= 8 else { return nil }
      let head = Array(octets.prefix(8))
      if isOfConsole, head[0] == 0x10, head[2] == 0, head[3] == 0 {
        switch Array(head[4...]) {
        case Array("SOL ".utf8): self = .console
        case Array("IDER".utf8): self = .disk
        case Array("KVMR".utf8): self = .screen
        default: return nil
        }
        return
      }
      guard head[..<4] == [0x2b, 0, 0, 0], octets.count == 8,
        sample.wireLength == sample.octets.count,
        flow.responder.port == 16994, flow.traits.contains(.midstream)
      else { return nil }
      self = .heartbeat
    }

    /// What the peer has done.
    var deed: String {
      switch self {
      case .console: "redirected the serial console"
      case .disk: "redirected a disk"
      case .screen: "redirected the screen"
      case .heartbeat: "keeps a redirection session with the serial console open"
      }
    }
  }
}
