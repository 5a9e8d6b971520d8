import Reports

/// The bytes that a few calls write.
func written(_ calls: (inout JSONWriter) -> Void) -> [UInt8] {
  var writer = JSONWriter(capacity: 16)
  calls(&writer)
  let bytes = writer.bytes
  return bytes.indices.map { bytes[$0] }
}

/// The same as text.
func writtenText(_ calls: (inout JSONWriter) -> Void) -> String {
  String(decoding: written(calls), as: UTF8.self)
}
