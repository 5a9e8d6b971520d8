import Capture
import Packets

/// The first message of one side of SSH: its version, and what it can do (RFC 4253 sections 4.2 and 7.1).
struct ShellGreeting: Hashable, Sendable, Storable {
  /// Software version as the side writes it.
  let software: String
  /// Which part it plays, where it says so.
  let part: Part
  /// A hash of the algorithms for key exchange, encryption, integrity and compression towards the server,
  /// in the side's order, 16 hexadecimal digits; empty where the lists were not read.
  let algorithms: String

  /// Part in the conversation.
  enum Part: UInt8, Sendable {
    /// It does not say.
    case unknown
    /// The side that logs in.
    case client
    /// The side that is logged in to.
    case server
  }

  /// The greeting in a message; `nil` where it is none of SSH.
  init?(_ message: Message) {
    guard message.name == "ssh", let software = message.fields["software"]?.text else { return nil }
    self.software = software
    let exchanges = message.fields["kex_algorithms"]?.text ?? ""
    part = ShellGreeting.part(exchanges)
    guard !exchanges.isEmpty else {
      algorithms = ""
      return
    }
    var digest = FowlerNollVo()
    let lists = [
      "encryption_algorithms_client_to_server", "mac_algorithms_client_to_server",
      "compression_algorithms_client_to_server",
    ]
    for text in [exchanges] + lists.map({ message.fields[$0]?.text ?? "" }) {
      digest.add(text)
      digest.add(";")
    }
    let digits = String(digest.value, radix: 16)
    algorithms = String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// Only clients send `ext-info-c`, only servers `ext-info-s` (RFC 8308 section 2.1); of the strict key exchange
  /// of OpenSSH (PROTOCOL, section 1.10) likewise.
  private static func part(_ exchanges: String) -> Part {
    let names = Set(exchanges.split(separator: ","))
    let isClient = names.contains("ext-info-c") || names.contains("kex-strict-c-v00@openssh.com")
    let isServer = names.contains("ext-info-s") || names.contains("kex-strict-s-v00@openssh.com")
    guard isClient != isServer else { return .unknown }
    return isClient ? .client : .server
  }

  func store(to writer: inout StoredWriter) {
    writer.add(software)
    writer.add(part.rawValue)
    writer.add(algorithms)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    software = try reader.text()
    part = try reader.choice()
    algorithms = try reader.text()
  }
}
