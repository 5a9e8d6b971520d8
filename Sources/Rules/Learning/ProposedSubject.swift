public import Devices

/// Whom an entry of a proposed policy is about.
public enum ProposedSubject: Hashable, Sendable {
  /// All devices of a role, of which so many of so many did it.
  case role(DeviceRole, doing: Int, of: Int)
  /// These devices of a role, as the policy names them.
  case devices([String], DeviceRole)
}
