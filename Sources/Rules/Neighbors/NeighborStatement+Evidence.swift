extension NeighborStatement {
  /// Who speaks, as evidence.
  var evidence: [Evidence] {
    var evidence = [
      Evidence("neighbor.identifier", .text(identifier)),
      Evidence("neighbor.port", .text(port)),
    ]
    if let name { evidence.append(Evidence("neighbor.name", .text(name))) }
    return evidence
  }
}
