/// Why a block is not passed.
enum BlockStop: Error {
  /// It needs so many bytes in the buffer, more than there are.
  case needs(Int)
  /// It cannot be read.
  case broken(RecordFault)
}
