import Devices

extension RuleSettings {
  /// The watched roles whose devices are managed over the network and have no users of their own: what they
  /// start, and what they answer, is known from their job. Cards, servers and hosts are not among them.
  var managementPlaneRoles: Set<DeviceRole> {
    Set(watchedRoles).intersection([.bmc, .switch, .router])
  }
}
