/// Why a block is not passed.
enum BlockStop: Error {
  /// The bytes end inside it.
  case needsMore
  /// It cannot be read.
  case broken(RecordFault)
}
