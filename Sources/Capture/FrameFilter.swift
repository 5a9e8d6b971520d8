import CPcap

/// A filter expression of libpcap (pcap-filter(7)), compiled once for each link type that comes.
@safe public struct FrameFilter: ~Copyable {
  @safe private struct Program {
    let linkType: LinkType
    var code: bpf_program
  }

  private let expression: String
  // All but the one used last are looked for in order: captures have one or two link types.
  private var programs: [Program] = []
  private var latest = 0

  /// Compiles `expression` for Ethernet, so that what is wrong with it is known before anything is read.
  /// - Throws: `CaptureError.invalid` with libpcap's words.
  public init(_ expression: String) throws(CaptureError) {
    self.expression = expression
    programs.append(try Self.compile(expression, for: .ethernet))
  }

  deinit {
    for index in programs.indices {
      var code = unsafe programs[index].code
      unsafe pcap_freecode(&code)
    }
  }

  private static func compile(
    _ expression: String, for linkType: LinkType
  ) throws(CaptureError) -> Program {
    guard
      let handle = unsafe pcap_open_dead(
        linkType.dataLinkType, Int32(CaptureLimits.capturedLength))
    else { throw .failed("libpcap cannot be started: out of memory") }
    defer { unsafe pcap_close(handle) }
    var code = unsafe bpf_program()
    let result = unsafe pcap_compile(handle, &code, expression, 1, PCAP_NETMASK_UNKNOWN)
    guard result == 0 else {
      let words = unsafe String(cString: pcap_geterr(handle))
      throw .invalid("filter \"\(expression)\" does not compile for \(linkType.name): \(words)")
    }
    return unsafe Program(linkType: linkType, code: code)
  }

  /// Moves the frames that pass to the front of `records`, in order.
  ///
  /// - Parameters:
  ///   - records: A batch.
  ///   - count: Frames in it; afterwards those that passed.
  ///   - bytes: What the records point into.
  /// - Returns: How many frames did not pass.
  /// - Throws: `CaptureError.invalid` where the expression means nothing for a link type that came;
  ///   the frames before it are judged.
  mutating func keep(
    _ records: inout MutableSpan<FrameRecord>, _ count: inout Int, of bytes: RawSpan
  ) throws(CaptureError) -> Int {
    let found = count
    count = 0
    for index in 0..<found {
      let record = records[index]
      if programs[latest].linkType != record.linkType { try select(record.linkType) }
      let frame = bytes.extracting(
        record.offset..<(record.offset + Int(record.capturedLength)))
      if accepts(frame, wireLength: record.wireLength) {
        records[count] = record
        count += 1
      }
    }
    return found - count
  }

  private mutating func select(_ linkType: LinkType) throws(CaptureError) {
    if let index = programs.firstIndex(where: { $0.linkType == linkType }) {
      latest = index
      return
    }
    guard programs.count < CaptureLimits.filterPrograms else {
      throw .failed("a filter works on at most \(CaptureLimits.filterPrograms) link types at once")
    }
    programs.append(try Self.compile(expression, for: linkType))
    latest = programs.count - 1
  }

  private mutating func accepts(_ frame: RawSpan, wireLength: UInt32) -> Bool {
    var header = pcap_pkthdr()
    header.caplen = UInt32(frame.byteCount)
    header.len = wireLength
    return unsafe frame.withUnsafeBytes { bytes in
      unsafe pcap_offline_filter(
        &programs[latest].code, &header,
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)) != 0
    }
  }
}
