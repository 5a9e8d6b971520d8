import Packets
import Testing

@testable import Flows

@Suite struct CommunityIDTests {
  /// The vectors of the specification's own test tree and of its reference implementation: protocol,
  /// source, destination, source port or ICMP type, destination port or ICMP code, seed, and the
  /// digest in Base64 or in hexadecimal.
  static let vectors = """
    58 fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 135 136 0 dGHyGvjMfljg6Bppwm3bg0LO8TY=
    58 fe80::260:97ff:fe07:69ea fe80::200:86ff:fe05:80da 136 135 0 dGHyGvjMfljg6Bppwm3bg0LO8TY=
    58 fe80::260:97ff:fe07:69ea fe80::200:86ff:fe05:80da 135 136 0 zavyT/cezQr1fmImYCwYnMXbgck=
    58 fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 136 135 0 zavyT/cezQr1fmImYCwYnMXbgck=
    58 3ffe:501:1800:2345::2 3ffe:507:0:1:200:86ff:fe05:80da 3 0 0 2ObVBgIn28oZvibYZhZMBgh7WdQ=
    58 3ffe:501:410:0:2c0:dfff:fe47:33e 3ffe:507:0:1:200:86ff:fe05:80da 1 4 0 hLZd0XGWojozrvxqE0dWB1iM6R0=
    58 3ffe:507:0:1:200:86ff:fe05:80da 3ffe:501:0:1001::2 128 129 0 +TW+HtLHvV1xnGhV1lv7XoJrqQg=
    58 3ffe:501:0:1001::2 3ffe:507:0:1:200:86ff:fe05:80da 129 128 0 +TW+HtLHvV1xnGhV1lv7XoJrqQg=
    58 fe80::200:86ff:fe05:80da ff02::2 133 134 0 hO+sN4H+MG5MY/8hIrXPqc4ZQz0=
    58 fe80::260:97ff:fe07:69ea ff02::1 134 133 0 pkvHqCL88/tg1k4cPigmZXUtL00=
    1 192.168.0.89 192.168.0.1 8 0 0 X0snYXpgwiv9TZtqg64sgzUn6Dk=
    1 192.168.0.1 192.168.0.89 0 8 0 X0snYXpgwiv9TZtqg64sgzUn6Dk=
    1 10.0.0.1 10.0.0.2 11 0 0 YHxtAirCG//0OzkcVAukqKQN9xM=
    6 2001:470:e5bf:dead:4957:2174:e82c:4887 2607:f8b0:400c:c03::1a 63943 25 0 /qFaeAR+gFe1KYjMzVDsMv+wgU4=
    6 2607:f8b0:400c:c03::1a 2001:470:e5bf:dead:4957:2174:e82c:4887 25 63943 0 /qFaeAR+gFe1KYjMzVDsMv+wgU4=
    132 192.168.170.8 192.168.170.56 7 7 0 MP2EtRCAUIZvTw6MxJHLV7N7JDs=
    132 192.168.170.56 192.168.170.8 7 7 0 MP2EtRCAUIZvTw6MxJHLV7N7JDs=
    6 128.232.110.120 66.35.250.204 34855 80 0 LQU9qZlK+B5F3KDmev6m5PMibrg=
    6 66.35.250.204 128.232.110.120 80 34855 0 LQU9qZlK+B5F3KDmev6m5PMibrg=
    17 192.168.1.52 8.8.8.8 54585 53 0 d/FP5EW3wiY1vCndhwleRRKHowQ=
    17 8.8.8.8 192.168.1.52 53 54585 0 d/FP5EW3wiY1vCndhwleRRKHowQ=
    46 10.1.12.1 10.1.12.2 0 0 0 KHlLkgoJW7ifUTyTSgyVfkFHzKw=
    46 10.1.12.2 10.1.12.1 0 0 0 KHlLkgoJW7ifUTyTSgyVfkFHzKw=
    58 fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 135 136 1 kHa1FhMYIT6Ym2Vm2AOtoOARDzY=
    58 fe80::260:97ff:fe07:69ea fe80::200:86ff:fe05:80da 136 135 1 kHa1FhMYIT6Ym2Vm2AOtoOARDzY=
    58 fe80::260:97ff:fe07:69ea fe80::200:86ff:fe05:80da 135 136 1 2hSqmsDZ2kdcY9kbiUzOEBic0iM=
    58 fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 136 135 1 2hSqmsDZ2kdcY9kbiUzOEBic0iM=
    58 3ffe:501:1800:2345::2 3ffe:507:0:1:200:86ff:fe05:80da 3 0 1 lVEtCZpYu84Xqaa++3lXFyuu2n4=
    58 3ffe:501:410:0:2c0:dfff:fe47:33e 3ffe:507:0:1:200:86ff:fe05:80da 1 4 1 W8MHwXpWzpoSTD+cGcaJr4u0ys8=
    58 3ffe:507:0:1:200:86ff:fe05:80da 3ffe:501:0:1001::2 128 129 1 GfZxjAkDk2MkegpBYHV6tadtFXQ=
    58 3ffe:501:0:1001::2 3ffe:507:0:1:200:86ff:fe05:80da 129 128 1 GfZxjAkDk2MkegpBYHV6tadtFXQ=
    58 fe80::200:86ff:fe05:80da ff02::2 133 134 1 L7Ka0ZMYu+J3bL4ulW2PrqyXNo8=
    58 fe80::260:97ff:fe07:69ea ff02::1 134 133 1 K/ee5UCqAMAQXDorP5nSa2CGLjc=
    1 192.168.0.89 192.168.0.1 8 0 1 03g6IloqVBdcZlPyX8r0hgoE7kA=
    1 192.168.0.1 192.168.0.89 0 8 1 03g6IloqVBdcZlPyX8r0hgoE7kA=
    1 10.0.0.1 10.0.0.2 11 0 1 XjUibYHaafLQ3pxQeiMI8g25q20=
    6 2001:470:e5bf:dead:4957:2174:e82c:4887 2607:f8b0:400c:c03::1a 63943 25 1 eJYTW6AOzFLlSUoESovMjnu7rMw=
    6 2607:f8b0:400c:c03::1a 2001:470:e5bf:dead:4957:2174:e82c:4887 25 63943 1 eJYTW6AOzFLlSUoESovMjnu7rMw=
    132 192.168.170.8 192.168.170.56 7 7 1 5w3ZRjeKBzqT3zsaEECDGjUbYeg=
    132 192.168.170.56 192.168.170.8 7 7 1 5w3ZRjeKBzqT3zsaEECDGjUbYeg=
    6 128.232.110.120 66.35.250.204 34855 80 1 3V71V58M3Ksw/yuFALMcW0LAHvc=
    6 66.35.250.204 128.232.110.120 80 34855 1 3V71V58M3Ksw/yuFALMcW0LAHvc=
    17 192.168.1.52 8.8.8.8 54585 53 1 Q9We8WO3piVF8yEQBNJF4uiSVrI=
    17 8.8.8.8 192.168.1.52 53 54585 1 Q9We8WO3piVF8yEQBNJF4uiSVrI=
    46 10.1.12.1 10.1.12.2 0 0 1 rYir8gphR31noO9iDRQmF/BteEI=
    46 10.1.12.2 10.1.12.1 0 0 1 rYir8gphR31noO9iDRQmF/BteEI=
    58 fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 135 136 0 7461f21af8cc7e58e0e81a69c26ddb8342cef136
    58 fe80::260:97ff:fe07:69ea fe80::200:86ff:fe05:80da 136 135 0 7461f21af8cc7e58e0e81a69c26ddb8342cef136
    58 fe80::260:97ff:fe07:69ea fe80::200:86ff:fe05:80da 135 136 0 cdabf24ff71ecd0af57e6226602c189cc5db81c9
    58 fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 136 135 0 cdabf24ff71ecd0af57e6226602c189cc5db81c9
    58 3ffe:501:1800:2345::2 3ffe:507:0:1:200:86ff:fe05:80da 3 0 0 d8e6d5060227dbca19be26d866164c06087b59d4
    58 3ffe:501:410:0:2c0:dfff:fe47:33e 3ffe:507:0:1:200:86ff:fe05:80da 1 4 0 84b65dd17196a23a33aefc6a13475607588ce91d
    58 3ffe:507:0:1:200:86ff:fe05:80da 3ffe:501:0:1001::2 128 129 0 f935be1ed2c7bd5d719c6855d65bfb5e826ba908
    58 3ffe:501:0:1001::2 3ffe:507:0:1:200:86ff:fe05:80da 129 128 0 f935be1ed2c7bd5d719c6855d65bfb5e826ba908
    58 fe80::200:86ff:fe05:80da ff02::2 133 134 0 84efac3781fe306e4c63ff2122b5cfa9ce19433d
    58 fe80::260:97ff:fe07:69ea ff02::1 134 133 0 a64bc7a822fcf3fb60d64e1c3e282665752d2f4d
    1 192.168.0.89 192.168.0.1 8 0 0 5f4b27617a60c22bfd4d9b6a83ae2c833527e839
    1 192.168.0.1 192.168.0.89 0 8 0 5f4b27617a60c22bfd4d9b6a83ae2c833527e839
    1 10.0.0.1 10.0.0.2 11 0 0 607c6d022ac21bfff43b391c540ba4a8a40df713
    6 2001:470:e5bf:dead:4957:2174:e82c:4887 2607:f8b0:400c:c03::1a 63943 25 0 fea15a78047e8057b52988cccd50ec32ffb0814e
    6 2607:f8b0:400c:c03::1a 2001:470:e5bf:dead:4957:2174:e82c:4887 25 63943 0 fea15a78047e8057b52988cccd50ec32ffb0814e
    132 192.168.170.8 192.168.170.56 7 7 0 30fd84b5108050866f4f0e8cc491cb57b37b243b
    132 192.168.170.56 192.168.170.8 7 7 0 30fd84b5108050866f4f0e8cc491cb57b37b243b
    6 128.232.110.120 66.35.250.204 34855 80 0 2d053da9994af81e45dca0e67afea6e4f3226eb8
    6 66.35.250.204 128.232.110.120 80 34855 0 2d053da9994af81e45dca0e67afea6e4f3226eb8
    17 192.168.1.52 8.8.8.8 54585 53 0 77f14fe445b7c22635bc29dd87095e451287a304
    17 8.8.8.8 192.168.1.52 53 54585 0 77f14fe445b7c22635bc29dd87095e451287a304
    46 10.1.12.1 10.1.12.2 0 0 0 28794b920a095bb89f513c934a0c957e4147ccac
    46 10.1.12.2 10.1.12.1 0 0 0 28794b920a095bb89f513c934a0c957e4147ccac
    6 1.2.3.4 5.6.7.8 1122 3344 0 wCb3OG7yAFWelaUydu0D+125CLM=
    17 1.2.3.4 5.6.7.8 1122 3344 0 0Mu9InQx6z4ZiCZM/7HXi2WMhOg=
    132 1.2.3.4 5.6.7.8 1122 3344 0 EKt4MsxuyaE6mL+hmrEkQ9csDD8=
    1 1.2.3.4 5.6.7.8 8 0 0 crodRHL2FEsHjbv3UkRrfbs4bZ0=
    1 1.2.3.4 5.6.7.8 11 0 0 f/YiSyWqczrTgfUCZlBUnvHRcPk=
    46 1.2.3.4 5.6.7.8 0 0 0 ikv3kmf89luf73WPz1jOs49S768=
    6 10.0.0.9 10.0.0.9 5 3 0 Pvc2WafhtyDJiMsIYOpmtahe5UA=
    6 10.0.0.9 10.0.0.9 3 5 0 Pvc2WafhtyDJiMsIYOpmtahe5UA=
    """.split(separator: "\n")

  @Test(arguments: vectors) func vector(_ line: Substring) throws {
    let fields = line.split(separator: " ")
    try #require(fields.count == 7)
    let id = CommunityID.v1(
      source: try #require(IPAddress(fields[1])),
      destination: try #require(IPAddress(fields[2])),
      protocol: IPProtocol(rawValue: try #require(UInt8(fields[0]))),
      sourcePort: try #require(UInt16(fields[3])),
      destinationPort: try #require(UInt16(fields[4])),
      seed: try #require(UInt16(fields[5])))
    let digest = fields[6].utf8.count == 40 ? try base64(ofHexadecimal: fields[6]) : fields[6]
    #expect(id == "1:" + digest)
  }

  @Test func thereAreAllVectors() {
    #expect(CommunityIDTests.vectors.count == 77)
  }

  /// Both directions agree for every protocol, port pair and address order.
  @Test func directionsAgree() {
    let addresses = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff].map { IPAddress(v4: $0) }
    let ports: [UInt16] = [0, 1, 255, 256, 65_535]
    for number in [IPProtocol.tcp, .udp, .sctp, .udpLite, IPProtocol(rawValue: 47)] {
      for source in addresses {
        for destination in addresses {
          for (sourcePort, destinationPort) in zip(ports, ports.reversed()) {
            let there = CommunityID.v1(
              source: source, destination: destination, protocol: number, sourcePort: sourcePort,
              destinationPort: destinationPort)
            let back = CommunityID.v1(
              source: destination, destination: source, protocol: number,
              sourcePort: destinationPort, destinationPort: sourcePort)
            #expect(there == back)
          }
        }
      }
    }
  }

  /// ICMP messages that nothing answers keep their direction, also from the higher address to the
  /// lower, as the specification's Python package has it.
  @Test(arguments: [
    ("192.168.0.2", "192.168.0.1", IPProtocol.icmp, 3, 1, "1:bNfFNuWTXo30fOmRNU6h26nNNaU="),
    ("192.168.0.1", "192.168.0.2", .icmp, 3, 1, "1:siu8tOTQkocnykCnXRiQNKXFMow="),
    ("10.0.0.9", "10.0.0.9", .icmp, 3, 1, "1:ZQOWaOkVrEpccBB+5/7dIaqxtVk="),
    ("fe80::2", "fe80::1", .icmpv6, 1, 4, "1:KP7k20289QLlEmMHLKdRgaeGmfo="),
  ])
  func oneWay(
    _ source: String, _ destination: String, _ number: IPProtocol, _ type: UInt16, _ code: UInt16,
    _ expected: String
  ) throws {
    let id = CommunityID.v1(
      source: try #require(IPAddress(source)), destination: try #require(IPAddress(destination)),
      protocol: number, sourcePort: type, destinationPort: code)
    #expect(id == expected)
  }

  /// The ports of UDP-Lite are not counted.
  @Test func portsThatAreLeftOut() {
    let ids = [(1, 2), (3, 4)].map { (first: UInt16, second: UInt16) in
      CommunityID.v1(
        source: IPAddress(v4: 1), destination: IPAddress(v4: 2), protocol: .udpLite,
        sourcePort: first, destinationPort: second)
    }
    #expect(ids[0] == ids[1])
  }

  private func base64(ofHexadecimal digest: Substring) throws -> Substring {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var bits: [Int] = []
    for digit in digest {
      let value = try #require(digit.hexDigitValue)
      for place in [3, 2, 1, 0] { bits.append(value >> place & 1) }
    }
    bits += [0, 0]
    var text: [Character] = []
    for first in stride(from: 0, to: 160, by: 6) {
      text.append(alphabet[bits[first..<(first + 6)].reduce(0) { $0 << 1 | $1 }])
    }
    return Substring(String(text) + "=")
  }
}
