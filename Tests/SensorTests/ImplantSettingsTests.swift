import Devices
import Rules
import Testing

@testable import Sensor

/// Files of signatures that the configuration names.
@Suite struct ImplantSettingsTests {
  private static let row = """
    signatures:
    - name: own
      title: Ours
      source: us
      transport: udp
      bytes: [{in: payload, hex: "01020304"}]

    """

  @Test func rowsAreAdded() throws {
    let file = ScratchFile()
    try Folder.write(Self.row, to: file.path)
    let name = file.path.split(separator: "/").last.map(String.init) ?? ""
    let folder = file.path.dropLast(name.count)
    // From the configuration's own folder, and absolute.
    for (path, configuration) in [(name, folder + "x.yaml"), (file.path, "x.yaml")] {
      let settings = try Settings(
        yaml: Array("rules: {implants: \(path), disabled: [implant.own, implant.cd00r]}".utf8),
        file: String(configuration))
      #expect(settings.rules.signatures.signatures.count == 23)
      #expect(settings.rules.signatures["own"]?.title == "Ours")
      #expect(settings.rules.disabledRules == ["implant.own", "implant.cd00r"])
    }
  }

  @Test func errors() throws {
    let file = ScratchFile()
    try Folder.write(Self.row.replacing("hex:", with: "hax:"), to: file.path)
    let cases = [
      ("rules: {implants: \(file.path)}", "\(file.path):6:25: 'hax' is not known here"),
      ("rules: {implants: /nowhere/x}", "/nowhere/x: cannot be opened"),
      ("rules: {disabled: implant.own}", "x.yaml:1:19: there is no rule 'implant.own'"),
      ("rules: {implants: []}", "x.yaml:1:"),
    ]
    for (yaml, message) in cases {
      do throws(ConfigurationError) {
        _ = try Settings(yaml: Array(yaml.utf8), file: "x.yaml")
        Issue.record("\(yaml) is read")
      } catch {
        #expect(error.message.hasPrefix(message), "\(error.message)")
      }
    }
  }
}
