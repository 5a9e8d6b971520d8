import Packets
import Testing

@testable import Rules

/// Which name a message asks for.
@Suite struct SightedNameTests {
  private func name(_ protocolName: ProtocolName, _ add: (inout Fields) -> Void) -> SightedName? {
    var fields = Fields()
    add(&fields)
    return SightedName(Message(name: protocolName, recognition: .certain, fields: fields))
  }

  @Test(arguments: [
    ("Example.COM", "example.com"), ("example.com:8080", "example.com"),
    ("example.com.", "example.com"),
  ])
  func host(written: String, read: String) {
    #expect(
      name("http") { $0.add("host", written) } == SightedName(kind: .host, text: read))
  }

  @Test(arguments: ["192.0.2.7", "192.0.2.7:80", "[2001:db8::1]:443", "2001:db8::1", "", "."])
  func addressesAreNoNames(written: String) {
    #expect(name("http") { $0.add("host", written) } == nil)
  }

  @Test func serverName() {
    #expect(
      name("tls") { $0.add("server_name", "a.example") }
        == SightedName(kind: .serverName, text: "a.example"))
    #expect(name("tls") { $0.add("version", "TLS 1.3") } == nil)
    #expect(name("ssh") { $0.add("server_name", "a.example") } == nil)
  }

  @Test func question() {
    func asked(isResponse: Bool) -> SightedName? {
      name("dns") { fields in
        var question = Fields()
        question.add("name", "A.b.Example")
        fields.add("response", isResponse)
        fields.add("questions", [.group(question)])
      }
    }
    #expect(asked(isResponse: false) == SightedName(kind: .question, text: "a.b.example"))
    #expect(asked(isResponse: true) == nil)
    #expect(name("dns") { $0.add("response", false) } == nil)
  }
}
