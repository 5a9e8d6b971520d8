import Beacons
import Capture

extension RhythmLedger {
  /// A rhythm that is worth a line.
  struct Verdict: Sendable {
    /// Whose it is.
    let key: Key
    /// Its beats.
    let beats: BeatSeries
    /// What they look like.
    let rhythm: Rhythm
    /// The chance that this is nothing, for all series of the device together.
    let chance: Double
    /// Series of the device that were judged so far.
    let judged: Int
    /// What its conversations have in common, where some have ended.
    let shape: ConversationShape?
    /// Why now.
    let notice: Notice
    /// The number of the line, from 0, of its kind: the finding's own, or that of its changes.
    let update: Int

    /// Why a rhythm is worth a line.
    enum Notice: Sendable {
      /// It is clear by now.
      case opened
      /// It had stopped, and is clear anew.
      case reopened
      /// There are four times as many beats as in the line before.
      case updated
      /// It is another than it was.
      case changed(from: LearnedRhythm)
    }
  }

  /// A rhythm that has stopped.
  struct Stop: Sendable {
    /// Whose it was.
    let key: Key
    /// When it was clear.
    let time: Timestamp
    /// What was told of it.
    let told: ToldRhythm
    /// Who met whom.
    let scene: RhythmScene
    /// The rhythm as it was.
    let verdict: Verdict
  }
}
