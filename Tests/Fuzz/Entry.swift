/// What libFuzzer calls with each input: the first octet says what the others are.
///
/// | first octet, modulo 4 | the rest |
/// |---|---|
/// | 0 | frames, see `FrameInput` |
/// | 1 | a payload for whoever recognizes it, see `PayloadInput` |
/// | 2 | a payload for one dissector, whether or not it recognizes it |
/// | 3 | a capture file |
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe UnsafeRawBufferPointer(start: start, count: count).bytes
  guard input.byteCount > 0 else { return 0 }
  let rest = input.extracting(droppingFirst: 1)
  switch unsafe input.unsafeLoad(fromByteOffset: 0, as: UInt8.self) % 4 {
  case 0: FrameInput(rest)?.run()
  case 1: PayloadInput(rest)?.readByAll()
  case 2: PayloadInput(rest)?.readByOne()
  default: CaptureInput.run(rest)
  }
  return 0
}
