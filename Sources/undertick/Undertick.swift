@main struct Undertick {
  static func main() {}
}
