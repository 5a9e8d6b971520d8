/// Keeping the series over a restart.
extension SeriesTable {
  /// What has changed since the last call, in rising order of places; the first time, all that came since
  /// the table was made. Always nothing unless the table tracks changes.
  /// - Returns: `entry` is `nil` where the series of the place is gone.
  public mutating func takeChanges() -> [(
    place: Int, entry: (key: Key, owner: Int, series: BeatSeries)?
  )] {
    guard let places = changed?.sorted() else { return [] }
    changed = []
    return places.map { place in
      guard slots.indices.contains(place), slots[place].isTaken else { return (place, nil) }
      return (place, (keys[place], slots[place].owner, series[place]))
    }
  }

  /// Puts a series back where it was, which is no change.
  ///
  /// To be called in rising order of places, before any event. Series on probation give way in the order
  /// of their first beats, then places. A place that the table does not have (it may be smaller now), or
  /// a second series of a channel, is left out, counted as evicted, and tracked as gone.
  public mutating func restore(place: Int, key: Key, owner: Int, series beats: BeatSeries) {
    guard place >= slots.count, place < limit, places[key] == nil else {
      evicted += 1
      changed?.insert(place)
      return
    }
    while slots.count < place {
      keys.append(key)
      series.append(beats)
      slots.append(Slot(owner: owner, opening: 0, position: 0, isTaken: false))
    }
    put(key, of: owner, beats, at: place)
    shelves[owner]?.isUnsorted = true
    if beats.beats >= Self.judgedBeats { judgedCounts[owner, default: 0] += 1 }
  }

  /// Puts back how many series of an owner were ever judged, after all its series were: those count that
  /// are gone since.
  public mutating func restoreJudged(_ count: Int, of owner: Int) {
    judgedCounts[owner] = max(judged(of: owner), count)
  }

  /// Orders what was put back by the first beat, then the place.
  func sortNewcomers(_ shelf: inout Shelf) {
    shelf.newcomers = shelf.newcomers[shelf.nextNewcomer...]
      .filter(holds)
      .sorted {
        (series[$0.place].first, $0.place) < (series[$1.place].first, $1.place)
      }
    shelf.nextNewcomer = 0
    shelf.isUnsorted = false
  }
}
