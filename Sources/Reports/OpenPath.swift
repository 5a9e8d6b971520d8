/// The objects that are open in a line while nested paths are written into it.
struct OpenPath {
  /// Keys of the open objects, outermost first.
  private var open: [Substring] = []

  /// Closes and opens objects until the path's last part can be written, and writes it as the key.
  mutating func move(to components: [Substring], in line: inout JSONWriter) {
    let parents = components.dropLast()
    let shared = zip(open, parents).prefix { $0 == $1 }.count
    closeObjects(downTo: shared, in: &line)
    for parent in parents.dropFirst(shared) {
      line.beginObject(String(parent))
      open.append(parent)
    }
    line.key(components.last.map(String.init) ?? "")
  }

  /// Closes everything that is open.
  mutating func close(in line: inout JSONWriter) {
    closeObjects(downTo: 0, in: &line)
  }

  private mutating func closeObjects(downTo depth: Int, in line: inout JSONWriter) {
    for _ in depth..<open.count { line.endObject() }
    open.removeSubrange(depth...)
  }
}
