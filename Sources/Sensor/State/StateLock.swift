import Glibc

/// Keeps a state file for one process, as long as the lock lives.
///
/// `flock` and not SQLite's own locks, so that others may read meanwhile, and so that the lock of a process
/// that was killed is gone. The descriptor must outlive the database's: closing any descriptor of a file
/// gives up SQLite's locks on it.
final class StateLock: Sendable {
  private let descriptor: Int32
  /// Whether nothing was ever written to the file.
  let isEmpty: Bool

  /// Opens a file, makes it where there is none, and locks it.
  init(path: String) throws(StateError) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw .cannotOpen(Self.refusal(path, errno)) }
    do throws(StateError) {
      isEmpty = try Self.claim(descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  /// Lets others have the file. The descriptor stays, as it must not be closed before SQLite's own.
  func release() { flock(descriptor, LOCK_UN) }

  deinit { close(descriptor) }

  /// Locks a file that is open and looks whether it can be a database; whether it is empty.
  private static func claim(_ descriptor: Int32, _ path: String) throws(StateError) -> Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen("\(path): is no regular file; give another name to --state")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw .cannotOpen(
        errno == EWOULDBLOCK
          ? "\(path): is in use by another undertick; end that one, or give another file to --state"
          : "\(path): cannot be locked (\(reason(errno))); put it on a local disk")
    }
    if status.st_size == 0 { return true }
    let magic = Array("SQLite format 3\0".utf8)
    var head = [UInt8](repeating: 0, count: magic.count)
    let count = unsafe pread(descriptor, &head, head.count, 0)
    guard count >= 0 else { throw .failed("\(path): cannot be read: \(reason(errno))") }
    guard count == magic.count, head == magic else {
      throw .unusable("\(path): is no state of undertick; give another file to --state")
    }
    return false
  }

  private static func refusal(_ path: String, _ code: Int32) -> String {
    switch code {
    case ENOENT: "\(path): the folder does not exist; make it first"
    case EISDIR: "\(path): is a folder; give a file to --state"
    case EACCES, EPERM: "\(path): may not be written; give undertick the right, or another --state"
    case EROFS: "\(path): the file system is read-only; give another file to --state"
    case ENOSPC, EDQUOT: "\(path): the disk is full; make room, or give another file to --state"
    default: "\(path): cannot be opened for writing: \(reason(code))"
    }
  }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
