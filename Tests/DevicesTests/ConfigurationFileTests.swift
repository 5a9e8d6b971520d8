import Devices
import Testing

@Suite struct ConfigurationFileTests {
  @Test func wholeFile() throws {
    let bytes = try ConfigurationFile.read(packageDirectory + "/Tests/Fixtures/ieee-data/mam.csv")
    #expect(bytes.count == 155)
    #expect(String(decoding: bytes.prefix(19), as: UTF8.self) == "Registry,Assignment")
    #expect(try ConfigurationFile.read("/dev/null").isEmpty)
  }

  @Test func errorsSayWhatTheSystemSays() {
    let missing = packageDirectory + "/no-such-file"
    #expect(
      fault { () throws(ConfigurationError) in try ConfigurationFile.read(missing) }
        == "\(missing): cannot be opened: No such file or directory")
    #expect(
      fault { () throws(ConfigurationError) in try ConfigurationFile.read(packageDirectory) }
        == "\(packageDirectory): cannot be read: Is a directory")
    #expect(
      fault { () throws(ConfigurationError) in try ConfigurationFile.read("/dev/null\0x") }?
        .hasSuffix("a file name cannot hold a zero byte") == true)
  }

  /// A file without an end.
  @Test func endlessFile() {
    #expect(
      fault { () throws(ConfigurationError) in try ConfigurationFile.read("/dev/zero") }
        == "/dev/zero: is larger than 64 MiB, which is the most that is read")
  }
}
