import Capture
import Devices
import Flows
import Glibc
import Reports
import Rules
import Testing

@testable import Sensor

/// Every folder in `Captures/`: capture in, expected lines out, byte for byte.
///
/// `UNDERTICK_RECORD=1 swift test --filter GoldenTests` writes the lines anew, to be read in the diff.
@Suite struct GoldenTests {
  static let cases = Folder.captures.subfolders
  /// Those of them that are worth a second and third run: not each signature's own, which are packets of one rule
  /// and one network, and not those with a flood or a disk's image.
  static let usual = cases.filter { name in
    !["ethernet.pause-", "bmc.virtual-media-fires"].contains { name.hasPrefix($0) }
      && (!name.hasPrefix("implant.") || name.hasPrefix("implant.bpfdoor-reply"))
  }

  @Test func foldersAreFound() { #expect(GoldenTests.cases.count >= 9) }

  @Test(arguments: cases) func linesAreAsExpected(name: String) throws {
    let folder = Folder.captures.path + "/" + name
    let lines = try Replay.lines(folder: folder)
    if unsafe getenv("UNDERTICK_RECORD") != nil {
      try Folder.write(lines, to: folder + "/expected.jsonl")
    }
    let expected = try #require(Folder.text(folder + "/expected.jsonl"))
    #expect(lines == expected)
  }

  static let scenes = Folder(path: Folder.captures.path + "/record/scenes").subfolders

  /// What real programs have played: `Captures/record`.
  @Test(arguments: scenes) func scenesAreAsExpected(name: String) throws {
    let folder = Folder.captures.path + "/record/scenes/" + name
    let lines = try Replay.lines(folder: folder)
    if unsafe getenv("UNDERTICK_RECORD") != nil {
      try Folder.write(lines, to: folder + "/expected.jsonl")
    }
    let expected = try #require(Folder.text(folder + "/expected.jsonl"))
    #expect(lines == expected)
  }

  /// A rule has a case that fires, with that rule alone at fault or first, and a near miss in which it is silent;
  /// what other rules rightly say of a near miss stands in its README.
  @Test(arguments: RuleCatalog.names) func everyRuleHasItsCases(rule: String) throws {
    let fires = try #require(Folder.text("\(Folder.captures.path)/\(rule)-fires/expected.jsonl"))
    let misses = try #require(
      Folder.text("\(Folder.captures.path)/\(rule)-near-miss/expected.jsonl"))
    #expect(fires.contains("\"action\":\"\(rule)\""))
    #expect(!misses.contains("\"action\":\"\(rule)\""))
    let story = try #require(Folder.text("\(Folder.captures.path)/\(rule)-near-miss/README.md"))
    for other in RuleCatalog.names where misses.contains("\"action\":\"\(other)\"") {
      #expect(story.contains("`\(other)` tells"), "\(rule): \(other)")
    }
    #expect(misses.contains("\"kind\":\"metric\""))
  }

  /// The same frames in other batches, with another seed, give the same bytes.
  @Test(arguments: ["demo", "beacon.periodic-fires"]) func batchesAndSeedsDoNotShow(name: String)
    throws
  {
    let folder = Folder.captures.path + "/" + name
    let expected = try Replay.lines(folder: folder)
    #expect(try Replay.lines(folder: folder, batch: 1, seed: 7) == expected)
    #expect(try Replay.lines(folder: folder, batch: 13, seed: 8) == expected)
  }
}
