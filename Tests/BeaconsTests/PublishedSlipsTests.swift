import Published
import Testing

struct PublishedSlipsTests {
  @Test func vectors() throws {
    let vectors = try PublishedVectors.letters()
    #expect(vectors.count == 4)
    for vector in vectors {
      let connections = vector.ts.indices.map {
        SlipsLetters.Connection(
          start: vector.ts[$0], duration: vector.dur[$0], size: vector.size[$0])
      }
      #expect(SlipsLetters.letters(connections) == vector.letters, "\(vector.name)")
    }
  }

  @Test func connectionsAtOneMomentAreEvenAndHaveNoSign() {
    let connections = (0..<3).map { _ in
      SlipsLetters.Connection(start: 7, duration: 0.1, size: 250)
    }
    #expect(SlipsLetters.letters(connections) == "11a")
  }
}
