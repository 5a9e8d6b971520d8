/// What is odd about an SSH conversation of a device.
struct ShellFacts: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Who opened the connection is the server in it.
  static let reversed = ShellFacts(rawValue: 1 << 0)
  /// It is not on port 22.
  static let oddPort = ShellFacts(rawValue: 1 << 1)
  /// Only one end speaks SSH.
  static let oneSided = ShellFacts(rawValue: 1 << 2)
  /// The device's client is none that it, or its like, had before.
  static let newClient = ShellFacts(rawValue: 1 << 3)

  private static let phrases: [(ShellFacts, String)] = [
    (.reversed, "the end that opened the connection is the server in it"),
    (.oddPort, "on a port that is not 22"), (.oneSided, "only one end speaks SSH"),
    (.newClient, "with a client that neither it nor its like had before"),
  ]

  /// As sentences name them.
  var texts: [String] { ShellFacts.phrases.filter { contains($0.0) }.map(\.1) }
}
