import Devices

/// The whole message of the error that a reader throws; `nil` where it throws none.
func fault<Value>(_ read: () throws(ConfigurationError) -> Value) -> String? {
  do {
    _ = try read()
    return nil
  } catch {
    return error.message
  }
}

/// The directory of the package, from where this file was compiled.
let packageDirectory: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  return parts.dropLast(3).joined(separator: "/")
}()
