import CPcap

extension LiveCapture {
  /// A handle that captures; the caller closes it.
  static func activate(_ options: LiveOptions) throws(CaptureError) -> OpaquePointer {
    let name = options.interface
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let handle = unsafe pcap_create(name, &words) else {
      throw .unreadable("\(name): \(text(words))")
    }
    // Not in immediate mode: that takes the older ring, and a wake-up for every packet (measured).
    unsafe pcap_set_snaplen(handle, Int32(options.snapshotLength))
    unsafe pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
    unsafe pcap_set_buffer_size(handle, Int32(options.bufferBytes))
    unsafe pcap_set_timeout(handle, Int32(options.bufferTimeoutMilliseconds))
    // Where nanoseconds are not to be had, microseconds come, which `prepare` asks for.
    unsafe pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
    let result = unsafe pcap_activate(handle)
    guard result < 0 else { return unsafe handle }
    let error = unsafe explain(result, handle, name)
    unsafe pcap_close(handle)
    throw error
  }

  private static func explain(
    _ result: Int32, _ handle: OpaquePointer, _ name: String
  ) -> CaptureError {
    switch result {
    case PCAP_ERROR_NO_SUCH_DEVICE:
      return .unreadable("\(name): no such interface; undertick interfaces lists them")
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
      return .unreadable(
        "\(name): no permission to capture; run as root, or give the program the right once with "
          + "setcap cap_net_raw+ep")
    case PCAP_ERROR_IFACE_NOT_UP:
      return .unreadable("\(name): the interface is down; set it up with ip link set \(name) up")
    default:
      let words = unsafe String(cString: pcap_geterr(handle))
      let status = unsafe String(cString: pcap_statustostr(result))
      return .unreadable("\(name): \(words.isEmpty ? status : words)")
    }
  }

  /// Sets the filter, and finds out what the frames will be.
  static func prepare(
    _ handle: OpaquePointer, _ options: LiveOptions
  ) throws(CaptureError) -> (LiveArena, descriptor: Int32) {
    let name = options.interface
    if let filter = options.filter { unsafe try install(filter, handle) }
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard unsafe pcap_setnonblock(handle, 1, &words) == 0 else {
      throw .unreadable("\(name): \(text(words))")
    }
    let descriptor = unsafe pcap_get_selectable_fd(handle)
    guard descriptor >= 0 else {
      throw .unreadable("\(name): this kind of interface cannot be waited for")
    }
    let dataLinkType = unsafe pcap_datalink(handle)
    guard let linkType = LinkType(dataLinkType: dataLinkType) else {
      throw .unreadable("\(name): its link type \(dataLinkType) is not known")
    }
    let isNanoseconds = unsafe pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO
    let arena = LiveArena(
      snapshotLength: options.snapshotLength, linkType: linkType,
      nanosecondsPerFraction: isNanoseconds ? 1 : 1000)
    return (arena, descriptor)
  }

  private static func install(
    _ filter: String, _ handle: OpaquePointer
  ) throws(CaptureError) {
    var code = unsafe bpf_program()
    var result = unsafe pcap_compile(handle, &code, filter, 1, PCAP_NETMASK_UNKNOWN)
    if result == 0 {
      result = unsafe pcap_setfilter(handle, &code)
      unsafe pcap_freecode(&code)
    }
    guard result == 0 else {
      let words = unsafe String(cString: pcap_geterr(handle))
      throw .invalid("filter \"\(filter)\" does not compile: \(words)")
    }
  }

  /// The text in libpcap's error buffer.
  private static func text(_ words: [CChar]) -> String {
    String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
