import Capture

extension GapBets: Storable {
  func store(to writer: inout StoredWriter) {
    for index in 0..<GapBets.bettors { writer.add(capitals[index]) }
    writer.add(starts)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    self.init()
    for index in 0..<GapBets.bettors { capitals[index] = try reader.capital() }
    let fault = reader.fault("how often bets started, at least 1")
    starts = try reader.number()
    guard starts > 0 else { throw fault }
  }
}
