import Glibc

/// What a device is, as far as its evidence says.
///
/// Points: of one kind of evidence and one role the heaviest row counts whole and each further row a
/// quarter, because what one protocol says is not independent. The kinds add up, which gives S for each
/// role. Some roles do by their nature what others do for a living; where such a role has points enough of
/// its own (`absorbing`), it takes over the other's points, and the other is out.
///
/// Confidence: `exp(S of the role) / (exp(3) + sum over all roles with points of exp(S))`. The 3 stands
/// for not knowing, so that a single row of 3 points gives 0.5, one of 6 points 0.95, and roles that
/// contradict each other take from each other.
///
/// Told is the best role where its confidence is at least 0.5 and at least 0.2 above the next; else
/// `unknown`.
public struct RoleInference: Hashable, Sendable {
  /// The role that is told.
  public let role: DeviceRole
  /// The confidence of that role, 0 to 1; of the best one where the role is `unknown`.
  public let confidence: Double
  /// The roles with points after roles took over others, best first.
  public let scores: [Score]

  /// The roles whose evidence speaks for the role that is told: that role, and those it took over.
  public let basis: [DeviceRole]

  /// What speaks for one role.
  public struct Score: Hashable, Sendable {
    /// The role.
    public let role: DeviceRole
    /// Its points S.
    public let points: Double
    /// Its confidence, 0 to 1.
    public let confidence: Double
  }

  /// Points that not knowing has.
  public static let doubt = 3.0
  /// The confidence from which on a role is told.
  public static let leastConfidence = 0.5
  /// How far a role must be ahead of the next to be told.
  public static let leastLead = 0.2
  /// What each further row of a kind counts.
  public static let repetition = 0.25

  /// Who takes over whose points, from how many points of its own on, in this order.
  ///
  /// A server and a card's machine run a general operating system; a router serves names and addresses to
  /// its networks; a switch may route, but what routes more than it switches is a router with a switch in
  /// it.
  static let absorbing: [(role: DeviceRole, other: DeviceRole, least: Double, leads: Bool)] = [
    (.server, .host, 3, false), (.nic, .host, 2, false), (.router, .server, 4, false),
    (.switch, .router, 4, true), (.switch, .server, 4, true),
  ]

  /// Judges evidence.
  public init(_ evidence: [RoleEvidence]) {
    var points = RoleInference.points(evidence)
    var bases: [DeviceRole: [DeviceRole]] = [:]
    for rule in RoleInference.absorbing {
      guard let own = points[rule.role], own >= rule.least, let other = points[rule.other],
        !rule.leads || own >= other
      else { continue }
      points[rule.role] = own + other
      points[rule.other] = nil
      bases[rule.role, default: []] += [rule.other] + (bases[rule.other] ?? [])
    }
    let total =
      DeviceRole.allCases.reduce(exp(RoleInference.doubt)) { sum, role in
        points[role].map { sum + exp($0) } ?? sum
      }
    scores = DeviceRole.allCases.compactMap { role in
      points[role].map { Score(role: role, points: $0, confidence: exp($0) / total) }
    }.sorted { $0.points > $1.points }
    confidence = scores.first?.confidence ?? 0
    let next = scores.count > 1 ? scores[1].confidence : 0
    let isClear =
      confidence >= RoleInference.leastConfidence - 1e-9
      && confidence - next >= RoleInference.leastLead
    let told = isClear ? scores[0].role : DeviceRole.unknown
    role = told
    basis = [told] + (bases[told] ?? [])
  }

  /// The points of each role by its own evidence.
  static func points(_ evidence: [RoleEvidence]) -> [DeviceRole: Double] {
    struct Part: Hashable {
      let role: DeviceRole
      let kind: RoleEvidenceKind
    }
    var rows: [Part: [String: Int]] = [:]
    for piece in evidence where piece.counts {
      let part = Part(role: piece.role, kind: piece.kind)
      let weight = rows[part]?[piece.meaning] ?? 0
      rows[part, default: [:]][piece.meaning] = max(weight, piece.weight)
    }
    var points: [DeviceRole: Double] = [:]
    for (part, weights) in rows {
      let heaviest = weights.values.max() ?? 0
      let sum = weights.values.reduce(0, +)
      points[part.role, default: 0] +=
        Double(heaviest) + RoleInference.repetition * Double(sum - heaviest)
    }
    return points
  }
}
