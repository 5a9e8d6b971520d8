@testable import Packets

/// Hellos of given lists, so that published fingerprints of hellos that were not published themselves
/// can be checked.
enum HelloBuilder {
  /// A ClientHello of TLS in one record; extensions have the contents that the fingerprint needs.
  static func client(
    version: UInt16 = 0x0303, suites: [UInt16], extensions: [UInt16]?, algorithms: [UInt16] = [],
    versions: [UInt16] = [], protocols: [[UInt8]] = []
  ) -> [UInt8] {
    var body = octets(version) + [UInt8](repeating: 7, count: 32) + [0]
    body += vector(suites.flatMap(octets)) + [1, 0]
    if let extensions {
      body += vector(
        extensions.flatMap { type -> [UInt8] in
          let data: [UInt8] =
            switch type {
            case 0: vector([0] + vector(Array("example.com".utf8)))
            case 13: vector(algorithms.flatMap(octets))
            case 16: vector(protocols.flatMap { [UInt8($0.count)] + $0 })
            case 43: [UInt8(versions.count * 2)] + versions.flatMap(octets)
            default: []
            }
          return octets(type) + vector(data)
        })
    }
    return record(1, body)
  }

  /// A ServerHello of TLS in one record.
  static func server(
    version: UInt16 = 0x0303, suite: UInt16, extensions: [UInt16], alpn: String = ""
  ) -> [UInt8] {
    let list = extensions.flatMap { type -> [UInt8] in
      let data = type == 16 ? vector([UInt8(alpn.utf8.count)] + Array(alpn.utf8)) : []
      return octets(type) + vector(data)
    }
    let body = octets(version) + [UInt8](repeating: 7, count: 32) + [0] + octets(suite) + [0]
    return record(2, body + vector(list))
  }

  private static func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    [22, 3, 1] + vector([type, 0] + vector(body))
  }

  private static func octets(_ number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xff)]
  }

  private static func vector(_ contents: [UInt8]) -> [UInt8] {
    octets(UInt16(contents.count)) + contents
  }
}
