public import Packets

extension Policy {
  /// Which entry excuses a conversation.
  /// - Parameters:
  ///   - question: The conversation.
  ///   - accepts: Asked of each entry that fits, by its index: whether its pace and its last day allow it.
  /// - Returns: The index of the first that fits; `nil` where the operator expects no such conversation.
  public func expectation(
    _ question: PolicyQuestion, where accepts: (Int) -> Bool = { _ in true }
  ) -> Int? {
    expectations.indices.first {
      expectations[$0].fits(question, groups: groups) && accepts($0)
    }
  }

  /// Which job of the device's role a conversation belongs to.
  /// - Parameters:
  ///   - question: The conversation.
  ///   - accepts: Asked of each service that fits: whether its pace allows it.
  /// - Returns: The first service that fits; `nil` where the role has no such job, towards an outside peer,
  ///   and where the operator has switched the shipped profiles off.
  public func usualService(
    _ question: PolicyQuestion, where accepts: (UsualService) -> Bool = { _ in true }
  ) -> UsualService? {
    firstService(question) { $0.isContent(question.spoken) && accepts($0) }
  }

  /// The first shipped service that a conversation may belong to, its content and its pace apart, and of
  /// which more is true.
  private func firstService(
    _ question: PolicyQuestion, where isMeant: (UsualService) -> Bool
  ) -> UsualService? {
    guard hasDefaults, let peer = question.peer, scope(of: peer) != .outside,
      let profile = RoleProfile.profile(of: question.device.role)
    else { return nil }
    // Services are large values: only those that ports do not rule out are copied.
    for index in profile.reaches.indices where profile.reaches[index].includes(question) {
      let service = profile.services[index]
      if isPeer(of: service, question), isMeant(service) { return service }
    }
    return nil
  }

  /// The entries that say what the content is, and fit a conversation but for that: their indices, and
  /// whether its content is theirs.
  public func contentChecks(_ question: PolicyQuestion) -> [(entry: Int, isRight: Bool)] {
    contentEntries.filter { expectations[$0].fitsButContent(question, groups: groups) }
      .map { ($0, expectations[$0].isContent(question.spoken)) }
  }

  /// The same of the shipped services.
  public func serviceContentChecks(
    _ question: PolicyQuestion
  ) -> [(service: UsualService, isRight: Bool)] {
    var checks: [(service: UsualService, isRight: Bool)] = []
    _ = firstService(question) {
      if !$0.protocols.isEmpty { checks.append(($0, $0.isContent(question.spoken))) }
      return false
    }
    return checks
  }

  private func isPeer(of service: UsualService, _ question: PolicyQuestion) -> Bool {
    let defined = service.groups.compactMap { groups[$0] }
    return defined.isEmpty
      || defined.contains {
        $0.contains(question.peer, device: question.peerDevice?.index, names: question.names)
      }
  }

  /// Whether a machine belongs to a group.
  /// - Parameters:
  ///   - address: Its address.
  ///   - device: The same as a device of the inventory, if it is one.
  ///   - names: Names that are known of it, lower case without a final point.
  ///   - group: The group's name.
  /// - Returns: `false` also where the policy has no such group.
  public func isMember(
    _ address: IPAddress, device: Device?, names: [String], of group: String
  ) -> Bool {
    groups[group]?.contains(address, device: device?.index, names: names) ?? false
  }

  /// Whether the operator has defined a group of that name.
  public func hasGroup(_ name: String) -> Bool { groups[name] != nil }

  /// The VLANs in which a device may be seen; `nil` where the policy does not say.
  public func vlans(of device: Device) -> VLANExpectation? {
    vlanExpectations.filter { $0.subject.includes(device) }
      .reduce(nil) { found, next in found?.adding(next) ?? next }
  }

  /// Whether an entry names a DNS name or a domain above it.
  public func lists(_ name: String) -> Bool { peerNames.contains { name.isName(atOrBelow: $0) } }
}
