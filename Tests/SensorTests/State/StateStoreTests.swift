import Capture
import GRDB
import Glibc
import Rules
import Testing

@testable import Sensor

@Suite struct StateStoreTests {
  private static func entry(
    _ rule: String, _ kind: StoredEntry.Kind, _ key: [UInt8], body: [UInt8]?
  ) -> StoredEntry {
    StoredEntry(
      rule: rule, kind: kind, key: key, device: "bmc-01", label: "tcp 443 203.0.113.7",
      first: Timestamp(rawValue: -5), last: Timestamp(rawValue: 1_767_571_200_000_000_000),
      count: 41, body: body)
  }

  private static let mark = StateMark(
    version: "0.1.0", time: Timestamp(rawValue: 1_767_571_200_000_000_001), packets: 12,
    run: "first",
    frames: 9)

  private static var memory: PipelineMemory {
    var memory = PipelineMemory()
    memory.flows = [[1, 2], [3], []]
    memory.sessions = [(1, [9]), (2, [])]
    memory.stages = ["flows": [7], "fragments": []]
    return memory
  }

  /// A database that another program, or an earlier undertick, has made.
  private static func make(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
  }

  private static func refusal(_ path: String) throws -> StateError {
    do throws(StateError) {
      _ = try StateStore(path: path)
    } catch {
      #expect(error.message.hasPrefix(path + ": ") && !error.message.contains("\n"))
      return error
    }
    throw Expected.refusal
  }

  private enum Expected: Error { case refusal }

  private static func isUnusable(_ error: StateError, _ words: String) -> Bool {
    guard case .unusable(let text) = error else { return false }
    return text.contains(words)
  }

  private static func isClosed(_ error: StateError, _ words: String) -> Bool {
    guard case .cannotOpen(let text) = error else { return false }
    return text.contains(words)
  }

  @Test func comesBack() throws {
    let file = ScratchFile()
    let entries = [
      Self.entry("b", .series, [2], body: [1]), Self.entry("a", .peer, [255, 0], body: [2, 3]),
      Self.entry("a", .peer, [255], body: []), Self.entry("a", .other, [], body: [4]),
    ]
    var store = try StateStore(path: file.path)
    #expect(try store.mark() == nil)
    try store.write(Self.memory, entries: entries, Self.mark)
    store.close()
    store = try StateStore(path: file.path)
    #expect(try store.mark() == Self.mark)
    let memory = try store.memory()
    // By rule, kind and key.
    #expect(memory.entries == [entries[3], entries[2], entries[1], entries[0]])
    #expect(memory.flows == Self.memory.flows && memory.stages == Self.memory.stages)
    #expect(memory.sessions.map(\.place) == [1, 2] && memory.sessions.map(\.octets) == [[9], []])
  }

  /// What changed is replaced, what is forgotten goes, what did not change stays; conversations are new.
  @Test func changes() throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    try store.write(
      Self.memory,
      entries: [[1], [2], [3]].map { Self.entry("a", .series, $0, body: [0]) }, Self.mark)
    var memory = PipelineMemory()
    memory.flows = [[5]]
    var mark = Self.mark
    mark.frames = 10
    try store.write(
      memory,
      entries: [
        Self.entry("a", .series, [1], body: nil), Self.entry("a", .series, [2], body: [9]),
        Self.entry("a", .series, [77], body: nil),
      ], mark)
    let now = try store.memory()
    #expect(now.entries.map(\.key) == [[2], [3]] && now.entries.map(\.body) == [[9], [0]])
    #expect(now.flows == [[5]] && now.sessions.isEmpty && now.stages.isEmpty)
    #expect(try store.mark() == mark)
  }

  /// A disk that is full leaves the flush before, and the next flush goes.
  @Test func allOrNothing() throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    let old = [Self.entry("a", .series, [1], body: [1])]
    try store.write(Self.memory, entries: old, Self.mark)
    try store.queue.inDatabase { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 3)")
    }
    var large = Self.memory
    large.flows = (0..<100).map { _ in [UInt8](repeating: 1, count: 4000) }
    var mark = Self.mark
    mark.frames = 99
    #expect(throws: StateError.failed("\(file.path): the disk is full; make room")) {
      try store.write(large, entries: [Self.entry("a", .series, [1], body: nil)], mark)
    }
    #expect(try store.mark() == Self.mark)
    #expect(try store.memory().entries == old)
    _ = try store.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA max_page_count = 100000") }
    try store.write(large, entries: [], mark)
    #expect(try store.memory().flows.count == 100)
  }

  /// The file shrinks again where much was in it.
  @Test func givesPagesBack() throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    var large = PipelineMemory()
    large.flows = (0..<500).map { _ in [UInt8](repeating: 1, count: 4000) }
    try store.write(large, entries: [], Self.mark)
    func pages() throws -> Int {
      try store.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    }
    let most = try pages()
    #expect(most > 500)
    try store.write(PipelineMemory(), entries: [], Self.mark)
    #expect(try pages() < 40)
  }

  @Test func notADatabase() throws {
    let file = ScratchFile()
    try Folder.write("alerts: 5\n", to: file.path)
    #expect(Self.isUnusable(try Self.refusal(file.path), "is no state of undertick"))
    try Folder.write(String(repeating: "SQLite format 2 ", count: 900), to: file.path)
    #expect(Self.isUnusable(try Self.refusal(file.path), "is no state of undertick"))
  }

  /// Nothing is written to somebody else's database.
  @Test func anotherProgram() throws {
    let file = ScratchFile()
    try Self.make(file.path, "CREATE TABLE meta (name TEXT); PRAGMA application_id = 7")
    let before = Folder.text(file.path)
    #expect(Self.isUnusable(try Self.refusal(file.path), "of another program"))
    #expect(Folder.text(file.path) == before)
    let plain = ScratchFile()
    try Self.make(plain.path, "CREATE TABLE notes (text TEXT)")
    #expect(Self.isUnusable(try Self.refusal(plain.path), "of another program"))
  }

  @Test func newer() throws {
    let file = ScratchFile()
    try StateStore(path: file.path).close()
    try Self.make(file.path, "PRAGMA user_version = 2")
    #expect(
      Self.isUnusable(try Self.refusal(file.path), "newer undertick (tables 2, this one knows 1)"))
    try Self.make(
      file.path, "PRAGMA user_version = 1; INSERT INTO meta VALUES ('format', 2)")
    #expect(Self.isUnusable(try Self.refusal(file.path), "written in format 2"))
  }

  /// A file from before the tables had a number: without labels, sessions and stages.
  @Test func older() throws {
    let file = ScratchFile()
    try Self.make(
      file.path,
      """
      PRAGMA application_id = \(StateSchema.applicationID);
      CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
      CREATE TABLE entries (
        rule TEXT NOT NULL, kind TEXT NOT NULL, "key" BLOB NOT NULL, device TEXT NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (rule, kind, "key")) WITHOUT ROWID;
      CREATE TABLE flows (place INTEGER PRIMARY KEY, body BLOB NOT NULL);
      INSERT INTO meta VALUES
        ('format', 1), ('version', '0.0.9'), ('time', 5), ('packets', 6), ('run', 'x'), ('frames', 4);
      INSERT INTO entries VALUES ('a', 'series', x'0102', 'bmc-01', 3, 4, 2, x'09');
      """)
    var store = try StateStore(path: file.path)
    #expect(try store.mark()?.version == "0.0.9")
    let memory = try store.memory()
    #expect(memory.entries.map(\.key) == [[1, 2]] && memory.entries.map(\.label) == [""])
    try store.write(Self.memory, entries: [Self.entry("a", .peer, [], body: [])], Self.mark)
    store.close()
    store = try StateStore(path: file.path)
    #expect(try store.memory().entries.count == 2)
    let version = try store.queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    #expect(version == StateSchema.version)
  }

  /// A program that was killed before the first tables were there leaves nothing to complain about.
  @Test func begunOnly() throws {
    let file = ScratchFile()
    try Self.make(file.path, "PRAGMA journal_mode = WAL; CREATE TABLE x (y); DROP TABLE x")
    let store = try StateStore(path: file.path)
    try store.write(Self.memory, entries: [], Self.mark)
    #expect(try store.mark() == Self.mark)
  }

  /// Octets that are wrong anywhere give an error that says so, or are not in use.
  @Test func damaged() throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    let entries = (0..<200).map {
      Self.entry("a", .series, [UInt8($0)], body: [UInt8](repeating: 3, count: 300))
    }
    try store.write(Self.memory, entries: entries, Self.mark)
    store.close()
    let descriptor = unsafe open(file.path, O_RDWR)
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    #expect(size > 40_000)
    var complaints = 0
    var original = [UInt8](repeating: 0, count: 2048)
    let noise = [UInt8](repeating: 0xa5, count: 2048)
    for start in stride(from: 0, to: size, by: 2048) {
      _ = unsafe pread(descriptor, &original, original.count, off_t(start))
      _ = unsafe pwrite(descriptor, noise, noise.count, off_t(start))
      do throws(StateError) {
        let store = try StateStore(path: file.path)
        _ = try store.mark()
        _ = try store.memory()
      } catch {
        complaints += 1
        guard case .unusable = error else {
          #expect(error.message == "")
          continue
        }
      }
      for ending in ["-wal", "-shm"] { unsafe unlink(file.path + ending) }
      _ = unsafe pwrite(descriptor, original, original.count, off_t(start))
      ftruncate(descriptor, off_t(size))
    }
    #expect(complaints > 10)
    #expect(try StateStore(path: file.path).memory().entries == entries)
  }

  /// Values that SQL can put there and undertick never would.
  @Test(arguments: [
    "UPDATE meta SET value = 'soon' WHERE name = 'time'", "DELETE FROM meta WHERE name = 'run'",
    "UPDATE meta SET value = -1 WHERE name = 'frames'",
    "UPDATE meta SET value = x'ff' WHERE name = 'packets'",
  ])
  func wrongMark(sql: String) throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    try store.write(Self.memory, entries: [Self.entry("a", .peer, [], body: [])], Self.mark)
    try store.queue.inDatabase { try $0.execute(sql: sql) }
    #expect(throws: StateStore.damaged(file.path, "table meta")) { _ = try store.mark() }
  }

  @Test(arguments: [
    "UPDATE entries SET kind = 'dream'", "UPDATE entries SET first = 'never'",
    "UPDATE entries SET body = 5", "UPDATE flows SET body = 1.5",
  ])
  func wrongRows(sql: String) throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    try store.write(Self.memory, entries: [Self.entry("a", .peer, [], body: [])], Self.mark)
    try store.queue.inDatabase { try $0.execute(sql: sql) }
    #expect(throws: StateError.self) { _ = try store.memory() }
  }

  @Test func inUse() throws {
    let file = ScratchFile()
    var store: StateStore? = try StateStore(path: file.path)
    #expect(Self.isClosed(try Self.refusal(file.path), "is in use by another undertick"))
    // Whoever only looks may.
    let reader = try DatabaseQueue(path: file.path)
    try store?.write(Self.memory, entries: [], Self.mark)
    #expect(try reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM flows") } == 3)
    try reader.close()
    store = nil
    _ = try StateStore(path: file.path)
  }

  /// Somebody who writes to the file at the same time makes one flush fail, and no more.
  @Test func somebodyElseWrites() throws {
    let file = ScratchFile()
    let store = try StateStore(path: file.path)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: file.path, configuration: configuration)
    try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    do throws(StateError) {
      try store.write(Self.memory, entries: [], Self.mark)
      Issue.record("written in spite of a lock")
    } catch {
      #expect(Self.isClosed(error, "somebody else is writing"))
    }
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try other.close()
    try store.write(Self.memory, entries: [], Self.mark)
    #expect(try store.mark() == Self.mark)
  }

  @Test func placesThatCannotBe() throws {
    #expect(Self.isClosed(try Self.refusal("/tmp"), "is a folder"))
    #expect(Self.isClosed(try Self.refusal("/nonexistent/sensor.db"), "folder does not exist"))
    #expect(Self.isClosed(try Self.refusal("/dev/null"), "no regular file"))
    #expect(Self.isClosed(try Self.refusal("/proc/version"), "/proc/version"))
  }
}
