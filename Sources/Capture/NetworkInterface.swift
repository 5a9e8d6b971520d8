import CPcap
import Glibc

/// An interface of this machine that can be listened on.
public struct NetworkInterface: Hashable, Sendable {
  /// What `LiveOptions.interface` takes.
  public let name: String
  /// The system's words on it, where it has any.
  public let description: String?
  /// Its IPv4 and IPv6 addresses as text, in the system's order.
  public let addresses: [String]
  /// Whether it is switched on.
  public let isUp: Bool
  /// Whether it leads back to this machine.
  public let isLoopback: Bool

  /// All interfaces, in libpcap's order: those most likely wanted first.
  /// - Throws: `CaptureError.failed` where the system does not list them.
  public static func all() throws(CaptureError) -> [NetworkInterface] {
    var first: UnsafeMutablePointer<pcap_if_t>?
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard unsafe pcap_findalldevs(&first, &words) == 0 else {
      let text = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw .failed("the interfaces cannot be listed: \(String(decoding: text, as: UTF8.self))")
    }
    defer { unsafe pcap_freealldevs(first) }
    var interfaces: [NetworkInterface] = []
    var next = unsafe first
    while let entry = unsafe next {
      unsafe interfaces.append(NetworkInterface(entry.pointee))
      unsafe next = entry.pointee.next
    }
    return interfaces
  }

  private init(_ entry: pcap_if_t) {
    name = unsafe entry.name.map { unsafe String(cString: $0) } ?? ""
    description = unsafe entry.description.map { unsafe String(cString: $0) }
    isUp = unsafe entry.flags & UInt32(PCAP_IF_UP) != 0
    isLoopback = unsafe entry.flags & UInt32(PCAP_IF_LOOPBACK) != 0
    var addresses: [String] = []
    var next = unsafe entry.addresses
    while let address = unsafe next {
      if let text = unsafe address.pointee.addr.flatMap({ unsafe Self.text($0) }) {
        addresses.append(text)
      }
      unsafe next = address.pointee.next
    }
    self.addresses = addresses
  }

  private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    let length: Int
    switch Int32(unsafe address.pointee.sa_family) {
    case AF_INET: length = MemoryLayout<sockaddr_in>.size
    case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var words = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let result = unsafe getnameinfo(
      address, socklen_t(length), &words, socklen_t(words.count), nil, 0, NI_NUMERICHOST)
    guard result == 0 else { return nil }
    return String(
      decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
