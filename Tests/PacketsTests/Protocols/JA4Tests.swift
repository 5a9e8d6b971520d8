import Testing

@testable import Packets

@Suite struct JA4Tests {
  private func fingerprint(_ hello: [UInt8]) -> String? {
    Reading(TLS.self, hello).fields["ja4"]?.text
  }

  /// The example of FoxIO's technical details, JA4.md: lists in the order of its `JA4_ro`.
  @Test func publishedExample() {
    let suites: [UInt16] = [
      0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
      0x009c, 0x009d, 0x002f, 0x0035,
    ]
    let extensions: [UInt16] = [
      0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012,
      0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
    ]
    let algorithms: [UInt16] = [
      0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
    ]
    let names = [Array("h2".utf8), Array("http/1.1".utf8)]
    let plain = HelloBuilder.client(
      suites: suites, extensions: extensions, algorithms: algorithms, versions: [0x0303, 0x0304],
      protocols: names)
    #expect(fingerprint(plain) == "t13d1516h2_8daaf6152771_e5627efa2ab1")
    // Numbers reserved by RFC 8701 change nothing, wherever they stand.
    let reserved = HelloBuilder.client(
      suites: [0x4a4a] + suites, extensions: [0xdada] + extensions + [0x0a0a],
      algorithms: [0x2a2a] + algorithms, versions: [0xfafa, 0x0304, 0x0303], protocols: names)
    #expect(fingerprint(reserved) == "t13d1516h2_8daaf6152771_e5627efa2ab1")
    // The document's value for no signature algorithms.
    let bare = HelloBuilder.client(
      suites: suites, extensions: extensions, versions: [0x0304], protocols: names)
    #expect(fingerprint(bare) == "t13d1516h2_8daaf6152771_6d807ffa2a79")
  }

  /// Of FoxIO's repository, snapshot `ja4__insta@tls-alpn-h2.pcap.snap`; the lists are those of the
  /// capture of that name, the value is the snapshot's.
  @Test func publishedSnapshotOfTLS12() {
    let hello = HelloBuilder.client(
      suites: [
        0xc030, 0xc02c, 0xc028, 0xc024, 0xc014, 0xc00a, 0x009f, 0x006b, 0x0039, 0xcca9, 0xcca8,
        0xccaa, 0xff85, 0x00c4, 0x0088, 0x0081, 0x009d, 0x003d, 0x0035, 0x00c0, 0x0084, 0xc02f,
        0xc02b, 0xc027, 0xc023, 0xc013, 0xc009, 0x009e, 0x0067, 0x0033, 0x00be, 0x0045, 0x009c,
        0x003c, 0x002f, 0x00ba, 0x0041, 0xc011, 0xc007, 0x0005, 0x0004, 0xc012, 0xc008, 0x0016,
        0x000a, 0x00ff,
      ], extensions: [0, 11, 10, 13, 16],
      algorithms: [
        0x0601, 0x0603, 0xefef, 0x0501, 0x0503, 0x0401, 0x0403, 0xeeee, 0xeded, 0x0301, 0x0303,
        0x0201, 0x0203,
      ], protocols: [Array("h2".utf8), Array("http/1.1".utf8)])
    #expect(fingerprint(hello) == "t12d4605h2_85626a9a5f7f_aaf95bb78ec9")
  }

  /// As above, `ja4__insta@https3-301-get.pcap.snap`: TLS 1.0 with a server name and nothing else.
  @Test func publishedSnapshotOfTLS10() {
    let hello = HelloBuilder.client(
      version: 0x0301,
      suites: [
        0x0039, 0x0038, 0x0035, 0x0016, 0x0013, 0x000a, 0x0033, 0x0032, 0x002f, 0x009a, 0x0099,
        0x0096, 0x0005, 0x0004, 0x0015, 0x0012, 0x0009, 0x0014, 0x0011, 0x0008, 0x0006, 0x0003,
        0x00ff,
      ], extensions: [0])
    #expect(fingerprint(hello) == "t10d230100_6a57a6f57151_000000000000")
  }

  @Test func noExtensionsAtAll() {
    let hello = HelloBuilder.client(version: 0x0300, suites: [0x0005], extensions: nil)
    #expect(fingerprint(hello)?.hasPrefix("ts3i010000_") == true)
    #expect(fingerprint(hello)?.hasSuffix("_000000000000") == true)
  }

  @Test func countsEndAt99() {
    let hello = HelloBuilder.client(
      suites: (0..<120).map { 0xc000 + $0 }, extensions: (100..<220).map { $0 })
    #expect(fingerprint(hello)?.hasPrefix("t12i999900_") == true)
  }

  /// The examples of JA4.md, "ALPN Extension Value".
  @Test(arguments: [
    ("68 32", "h2"), ("68 74 74 70 2f 31 2e 31", "h1"), ("61", "aa"), ("", "00"), ("ab", "ab"),
    ("ab cd", "ad"), ("30 ab", "3b"), ("30 31 ab cd", "3d"), ("30 ab cd 31", "01"),
  ]) func endsOfProtocolNames(name: String, ends: String) {
    #expect(JA4.ends(of: bytes(name)) == ends)
  }

  @Test(arguments: [
    (0x0304, "13"), (0x0303, "12"), (0x0302, "11"), (0x0301, "10"), (0x0300, "s3"),
    (0x0002, "s2"), (0xfeff, "d1"), (0xfefd, "d2"), (0xfefc, "d3"), (0x7f12, "00"),
  ]) func versions(number: UInt16, code: String) {
    #expect(JA4.version(TLSVersion(rawValue: number)) == code)
  }

  /// JA4S.md's example, and of the same snapshots.
  @Test func publishedServers() {
    let example = HelloBuilder.server(suite: 0xc030, extensions: [0x0005, 0x0017, 0xff01, 0x0000])
    #expect(Reading(TLS.self, example).fields["ja4s"] == .text("t120400_c030_4e8089b08790"))
    let modern = HelloBuilder.server(suite: 0xcca9, extensions: [0, 0xff01, 11, 16], alpn: "h2")
    #expect(Reading(TLS.self, modern).fields["ja4s"] == .text("t1204h2_cca9_1428ce7b4018"))
    let old = HelloBuilder.server(version: 0x0301, suite: 0x0005, extensions: [0, 0xff01])
    #expect(Reading(TLS.self, old).fields["ja4s"] == .text("t100200_0005_696072bc484d"))
  }
}
