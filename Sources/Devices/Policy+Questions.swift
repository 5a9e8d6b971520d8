public import Packets

extension Policy {
  /// The index of the first entry that fits a conversation; `nil` where the operator expects no such one.
  /// - Parameters:
  ///   - question: The conversation.
  ///   - accepts: Asked of each entry that fits, by its index: whether its pace and its last day allow it.
  public func expectation(
    _ question: PolicyQuestion, where accepts: (Int) -> Bool = { _ in true }
  ) -> Int? {
    expectations.indices.first {
      expectations[$0].fits(question, groups: groups) && accepts($0)
    }
  }

  /// The first service of the device's role that fits a conversation; `nil` where the role has no such
  /// job, towards an outside peer, and where the operator has switched the shipped profiles off.
  /// - Parameters:
  ///   - question: The conversation.
  ///   - accepts: Asked of each service that fits: whether its pace allows it.
  public func usualService(
    _ question: PolicyQuestion, where accepts: (UsualService) -> Bool = { _ in true }
  ) -> UsualService? {
    guard hasDefaults, let peer = question.peer, scope(of: peer) != .outside,
      let profile = RoleProfile.profile(of: question.device.role)
    else { return nil }
    return profile.services.first { service in
      service.fits(question) && isPeer(of: service, question) && accepts(service)
    }
  }

  private func isPeer(of service: UsualService, _ question: PolicyQuestion) -> Bool {
    let defined = service.groups.compactMap { groups[$0] }
    return defined.isEmpty
      || defined.contains {
        $0.contains(question.peer, device: question.peerDevice?.index, names: question.names)
      }
  }

  /// Whether a machine belongs to a group; `false` where the policy has no such group.
  /// - Parameters:
  ///   - address: Its address.
  ///   - device: The same as a device of the inventory, if it is one.
  ///   - names: Names that are known of it, lower case without a final point.
  ///   - group: The group's name.
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
