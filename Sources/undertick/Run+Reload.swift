import Capture
import Devices
import Logging
import Reports
import Rules
import Sensor

/// Reading the operator's files again while a run goes on.
extension Run {
  /// Reads configuration, policy and inventory again where SIGHUP has asked for it; a broken file changes
  /// nothing.
  mutating func reloadIfAsked() {
    guard isReloadable, Reloading.take() else { return }
    progress.clear()
    do throws(ConfigurationError) {
      let (settings, site) = try files.read()
      adopt(settings, site)
    } catch {
      complainAboutReload(error.message)
    }
  }

  private mutating func adopt(_ settings: Settings, _ site: Site) {
    do {
      let omitted = try pipeline.adopt(
        site, settings, entries: try remembered(), makers: Run.makers(settings, site))
      reloads.done &+= 1
      let counts =
        "\(site.inventory.devices.count) devices, \(site.policy.expectations.count) policy entries"
      log.notice("SIGHUP: configuration, policy and inventory were read again: \(counts)")
      if omitted > 0 {
        log.notice(
          "SIGHUP: \(omitted) remembered entries are of devices or rules that are not there now")
      }
      if settings.flows != self.settings.flows {
        log.warning("SIGHUP: the section 'flows' of the configuration holds from the next start on")
      }
      for line in SiteNotes(settings, site).lines { log.warning("\(line)") }
    } catch let error as StateError {
      complainAboutReload(error.message)
    } catch {
      complainAboutReload("what is remembered cannot be taken over: \(error)")
    }
  }

  private mutating func complainAboutReload(_ what: String) {
    reloads.failed &+= 1
    log.error("SIGHUP: configuration, policy and inventory stay as they were: \(what)")
  }

  /// All that the rules remember.
  private mutating func remembered() throws(StateError) -> [StoredEntry] {
    let changes = pipeline.changes()
    guard keeper == nil else { return try keeper?.entries(with: changes) ?? [] }
    recollection.add(changes)
    return recollection.entries
  }

  /// Adds how often files were read again, where they were.
  func addReloads(to metrics: inout Metrics) {
    guard reloads != Reloads() else { return }
    metrics.add("reloads", [("done", reloads.done), ("failed", reloads.failed)])
  }

  /// How often the operator's files were read again, and could not be.
  struct Reloads: Hashable {
    var done: UInt64 = 0
    var failed: UInt64 = 0
  }
}
