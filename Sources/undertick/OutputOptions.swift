import ArgumentParser

/// Where the lines go and how they look.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Append the lines to a file; - is standard output.", valueName: "file"))
  var output = "-"

  @Option(
    help: ArgumentHelp(
      "json: a JSON object a line. text: a readable line an alert. auto: text on a terminal.",
      valueName: "form"))
  var format = OutputForm.auto

  @Option(
    help: ArgumentHelp(
      "Also write the counters every so many seconds of packet time.", valueName: "seconds"))
  var stats: Int?

  @Flag(name: .shortAndLong, help: "No progress, no messages but errors.")
  var quiet = false

  @Flag(
    help: ArgumentHelp(
      "In text, also write findings that only add to an incident, in lower case; JSON has them always."
    ))
  var parts = false

  @Option(help: ArgumentHelp("Colours in text: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  func validate() throws {
    if let stats, !(1...31_536_000).contains(stats) {
      throw ValidationError("--stats takes 1 to 31536000 seconds.")
    }
  }

  /// Whether alerts are written for people.
  var isText: Bool {
    switch format {
    case .auto: output == "-" && Console.outputIsTerminal
    case .json: false
    case .text: true
    }
  }

  /// Whether text is coloured.
  var isColored: Bool {
    switch color {
    case .auto: output == "-" && Console.outputIsTerminal && !Environment.isColorUnwanted
    case .always: true
    case .never: false
    }
  }
}

/// What the lines are.
enum OutputForm: String, ExpressibleByArgument, CaseIterable {
  case auto
  case json
  case text
}

/// When text is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}
