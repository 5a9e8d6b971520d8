import Testing

@testable import Packets

@Suite struct SSHTests {
  private static let lists = [
    "curve25519-sha256,ext-info-c", "ssh-ed25519", "aes128-ctr", "aes256-gcm@openssh.com",
    "hmac-sha2-256", "umac-64@openssh.com", "none", "none,zlib@openssh.com", "", "",
  ]

  /// KEXINIT of made-up lists behind an identification.
  private static func stream(_ identification: String, message: UInt8 = 20) -> [UInt8] {
    var payload = [message] + [UInt8](repeating: 0xc0, count: 16)
    for list in lists { payload += [0, 0, 0, UInt8(list.utf8.count)] + Array(list.utf8) }
    payload += [1, 0, 0, 0, 0]
    let padding = 12 - (payload.count + 5) % 8
    let length = payload.count + padding + 1
    return Array(identification.utf8) + [0, 0, UInt8(length >> 8), UInt8(length & 0xff)]
      + [UInt8(padding)] + payload + [UInt8](repeating: 0, count: padding)
  }

  private static let sample = stream("SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5\r\n")

  @Test func identificationAndLists() {
    let reading = Reading(SSH.self, Self.sample)
    let fields = reading.fields
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(fields["protocol_version"] == .text("2.0"))
    #expect(fields["software"] == .text("OpenSSH_9.6p1"))
    #expect(fields["comments"] == .text("Ubuntu-3ubuntu13.5"))
    #expect(fields["kex_algorithms"] == .text(Self.lists[0]))
    #expect(fields["server_host_key_algorithms"] == .text(Self.lists[1]))
    #expect(fields["encryption_algorithms_client_to_server"] == .text(Self.lists[2]))
    #expect(fields["encryption_algorithms_server_to_client"] == .text(Self.lists[3]))
    #expect(fields["mac_algorithms_client_to_server"] == .text(Self.lists[4]))
    #expect(fields["mac_algorithms_server_to_client"] == .text(Self.lists[5]))
    #expect(fields["compression_algorithms_client_to_server"] == .text(Self.lists[6]))
    #expect(fields["compression_algorithms_server_to_client"] == .text(Self.lists[7]))
    #expect(fields["languages_client_to_server"] == nil)
    #expect(fields["first_kex_packet_follows"] == .flag(true))
  }

  @Test func aGrowingStreamAsksForMore() {
    // Neither the reserved number nor the padding is read.
    let end = Self.sample.count - Int(Self.sample[46]) - 4
    for length in 1..<end {
      let reading = Reading(SSH.self, Array(Self.sample.prefix(length)))
      #expect(reading.fault == .truncated, "\(length) octets")
      #expect(reading.recognition != .notMine)
    }
  }

  @Test func withoutComments() {
    let fields = Reading(SSH.self, Self.stream("SSH-2.0-dropbear\n")).fields
    #expect(fields["software"] == .text("dropbear"))
    #expect(fields["comments"] == nil)
    #expect(fields["kex_algorithms"] == .text(Self.lists[0]))
  }

  @Test func oldVersions() {
    let old = Reading(SSH.self, Array("SSH-1.5-Cisco-1.25\n".utf8))
    #expect(old.recognition == .certain)
    #expect(old.fault == .none)
    #expect(old.fields["software"] == .text("Cisco-1.25"))
    // Version 1.99 is one that speaks 2.0 as well.
    #expect(Reading(SSH.self, Array("SSH-1.99-Cisco-1.25\n".utf8)).fault == .truncated)
  }

  @Test func lengthsThatContradict() {
    var long = Self.sample
    long[42] = 0xff
    #expect(Reading(SSH.self, long).fault == .totalLength)
    var list = Self.sample
    list[42 + 4 + 1 + 1 + 16 + 2] = 0x10
    #expect(Reading(SSH.self, list).fault == .totalLength)
    let endless = Array("SSH-2.0-".utf8) + [UInt8](repeating: 0x61, count: 300)
    #expect(Reading(SSH.self, endless).fault == .totalLength)
  }

  @Test func whatIsNoSSH() {
    #expect(Reading(SSH.self, Array("SSH-x.0-a\r\n".utf8)).recognition == .notMine)
    #expect(Reading(SSH.self, Array("SST-2.0-a\r\n".utf8)).recognition == .notMine)
    #expect(Reading(SSH.self, Array("ST".utf8)).recognition == .notMine)
    #expect(Reading(SSH.self, []).recognition == .notMine)
  }

  @Test func whateverTheOctets() { expectTotal(SSH.self, Self.sample) }
}
