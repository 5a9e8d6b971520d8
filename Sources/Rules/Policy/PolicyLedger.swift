import Capture
import Devices
import Flows
import Packets

/// Which entry of the policy, and which usual service, a conversation belongs to; what that depends on
/// beside the conversation itself; and how often each entry was of use.
///
/// An entry excuses where content, peer, pace and last day all fit. Content is often known only when a
/// conversation goes on: what it was for certain the last time between the same two stands for the next one,
/// until that says otherwise.
struct PolicyLedger: Sendable {
  /// The entries' names over restarts, by index.
  let keys: [String]
  /// The last moment of each entry; `nil` where it holds for good.
  private let ends: [Timestamp?]
  /// How often each entry was of use, by index.
  var uses: [EntryUse?]
  /// The entries of which that has changed since it was kept.
  var changedUses: Set<Int> = []
  var tracks: PolicyTracks
  private var asked = AskedNames()
  /// Conversations, and beats of conversations, that were over the pace of an entry or a service.
  private(set) var overPace: UInt64 = 0
  let isRemembered: Bool
  /// The use that was counted last, because a conversation of two devices is judged twice.
  private var latest: (place: UInt32, time: Timestamp, entry: Int)?

  /// A ledger with nothing in it.
  /// - Parameters:
  ///   - policy: The policy that it will be asked about.
  ///   - inventory: What the devices of the policy are an index into.
  ///   - isRemembered: Whether `changes()` will be asked for.
  ///   - trackLimit: The most pairs of device and peer that are followed.
  init(
    policy: Policy, inventory: Inventory, isRemembered: Bool,
    trackLimit: Int = PolicyTracks.mostTracks
  ) {
    keys = policy.entryKeys(in: inventory)
    ends = policy.expectations.map { $0.until?.end }
    uses = Array(repeating: nil, count: keys.count)
    tracks = PolicyTracks(limit: trackLimit, isRemembered: isRemembered)
    self.isRemembered = isRemembered
  }

  /// What the policy says of a conversation at an event.
  /// - Parameters:
  ///   - question: The conversation, with the names that are known at this event.
  ///   - event: What happened.
  ///   - policy: The policy.
  /// - Returns: The index of the entry and the service that excuse it.
  mutating func answer(
    _ question: PolicyQuestion, at event: FlowEvent, by policy: Policy
  ) -> (expectation: Int?, usual: UsualService?) {
    var question = question
    asked.complete(&question, at: event, by: policy)
    if question.spoken != nil { noteContent(question, at: event.time, by: policy) }
    let expectation = policy.expectation(question) { index in
      if let end = ends[index], event.time >= end { return false }
      return accepts(
        .entry(index), policy.expectations[index].pace, question, event, isCounted: true)
    }
    if let expectation { noteUse(of: expectation, at: event) }
    // What the operator expects takes nothing from the pace of the shipped services.
    let usual = policy.usualService(question) { service in
      accepts(.service(service.key), service.pace, question, event, isCounted: expectation == nil)
    }
    return (expectation, usual)
  }

  /// The counters of the metric line.
  func counters(at time: Timestamp) -> [(name: String, value: UInt64)] {
    [
      ("entries", UInt64(uses.count)),
      ("hits", uses.reduce(0) { $0 &+ ($1?.conversations ?? 0) }),
      ("unused", UInt64(uses.count { $0 == nil })),
      ("expired", UInt64(ends.count { $0.map { time >= $0 } ?? false })),
      ("over_pace", overPace),
    ]
  }

  private mutating func accepts(
    _ what: PolicyTracks.What, _ pace: Pace?, _ question: PolicyQuestion, _ event: FlowEvent,
    isCounted: Bool
  ) -> Bool {
    let key = PolicyTracks.Key(
      what: what, device: question.device.index, peer: question.peer ?? .zero)
    let track = tracks[key]
    if question.spoken == nil, track?.isContradicted == true { return false }
    guard let pace else { return true }
    let isBeat = track?.counts(event) ?? (event.kind == .opened || event.kind == .resumed)
    // What is no beat of its own goes with the latest one.
    guard isCounted, isBeat else { return !(track?.isOver ?? false) }
    var taken = track ?? PolicyTrack(at: event.time)
    let isWithin = taken.take(pace, at: event.time)
    tracks[key] = taken
    if !isWithin { overPace &+= 1 }
    return isWithin
  }

  private mutating func noteContent(
    _ question: PolicyQuestion, at time: Timestamp, by policy: Policy
  ) {
    let peer = question.peer ?? .zero
    for (entry, isRight) in policy.contentChecks(question) {
      note(
        isRight, PolicyTracks.Key(what: .entry(entry), device: question.device.index, peer: peer),
        at: time)
    }
    for (service, isRight) in policy.serviceContentChecks(question) {
      note(
        isRight,
        PolicyTracks.Key(
          what: .service(service.key), device: question.device.index, peer: peer), at: time)
    }
  }

  private mutating func note(_ isRight: Bool, _ key: PolicyTracks.Key, at time: Timestamp) {
    guard (tracks[key]?.isContradicted ?? false) == isRight else { return }
    var track = tracks[key] ?? PolicyTrack(at: time)
    track.isContradicted = !isRight
    tracks[key] = track
  }

  /// Counts a conversation at its end, when all of it is known; one that is split, at the end of its first
  /// part.
  private mutating func noteUse(of entry: Int, at event: FlowEvent) {
    guard event.kind == .ended else { return }
    if let latest, latest == (event.place, event.time, entry) { return }
    latest = (event.place, event.time, entry)
    if var use = uses[entry] {
      if event.flow.traits.isDisjoint(with: .continued) { use.conversations &+= 1 }
      use.last = max(use.last, event.time)
      uses[entry] = use
    } else {
      uses[entry] = EntryUse(at: event.time)
    }
    if isRemembered { changedUses.insert(entry) }
  }
}
