/// Sections, interfaces and options: what comes seldom.
extension PcapngBlocks {
  /// Begins a section, which forgets the interfaces of the one before.
  ///
  ///     type 0a0d0d0a, length 4, byte-order magic 4, major 2, minor 2, section length 8, options
  mutating func beginSection(
    _ bytes: RawSpan, _ position: Int, _ available: Int
  ) throws(BlockStop) {
    guard available >= 16 else { throw .needsMore }
    let magic = bytes.uint32(at: position + 8, swapped: false)
    let isSwapped = magic == Self.byteOrderMagic.byteSwapped
    guard isSwapped || magic == Self.byteOrderMagic else { throw .broken(.byteOrder(magic)) }
    let length = bytes.uint32(at: position + 4, swapped: isSwapped)
    guard length >= 28 else { throw .broken(.blockLength(length, kind: Kind.section)) }
    let major = bytes.uint16(at: position + 12, swapped: isSwapped)
    let minor = bytes.uint16(at: position + 14, swapped: isSwapped)
    // 1.2 is written by some and means 1.0, as libpcap and Wireshark have it.
    guard major == 1, minor == 0 || minor == 2 else { throw .broken(.version(major, minor)) }
    swapped = isSwapped
    interfaces.removeAll(keepingCapacity: true)
    skipBlock(length)
  }

  /// Adds the interface that a whole block describes.
  mutating func addInterface(_ block: RawSpan) throws(BlockStop) {
    guard interfaces.count < CaptureLimits.interfaces else {
      throw .broken(.tooManyInterfaces(limit: CaptureLimits.interfaces))
    }
    do throws(RecordFault) {
      interfaces.append(try PcapngInterface(block: block, swapped: swapped))
    } catch {
      throw .broken(error)
    }
  }

  /// The check sequence length that a packet's own flags give (option epb_flags, bits 5 to 8).
  ///
  /// Options that do not fit are left alone: nothing but this hint depends on them.
  func checkSequence(_ options: RawSpan) -> UInt8? {
    var position = 0
    while options.byteCount - position >= 8 {
      let code = options.uint16(at: position, swapped: swapped)
      let length = Int(options.uint16(at: position + 2, swapped: swapped))
      if code == 0 { return nil }
      if code == 2, length == 4 {
        let flags = options.uint32(at: position + 4, swapped: swapped)
        let octets = UInt8(truncatingIfNeeded: flags >> 5 & 0xf)
        return octets == 0 ? nil : PcapngInterface.checkSequenceLength(octets)
      }
      position += 4 + (length + 3) & ~3
    }
    return nil
  }
}
