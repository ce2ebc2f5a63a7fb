import Randomness
import Testing

@testable import Experimentation

@Suite struct `Scenario discovery` {
  /// In question where the first input is low and the second high; the third has nothing to do with it.
  private func futures(_ count: Int = 1000) throws -> Futures {
    let x = SyntheticData.uniforms(count, "price")
    let y = SyntheticData.uniforms(count, "demand")
    let z = SyntheticData.uniforms(count, "colour")
    return try Futures(
      inputs: [try Sample("price", x), try Sample("demand", y), try Sample("colour", z)],
      isOfInterest: zip(x, y).map { $0 < 0.4 && $1 > 0.5 })
  }

  @Test func `finds a box that is there, and names no idle input`() throws {
    let box = PRIM().boxes(of: try futures()).choice(densityAtLeast: 0.9)
    #expect(box.density >= 0.9 && box.coverage > 0.9)
    #expect(abs((box.box.highs[0] ?? 9) - 0.4) < 0.05 && abs((box.box.lows[1] ?? 9) - 0.5) < 0.05)
    #expect(box.restrictedInputs == 2 && box.box.lows[2] == nil && box.box.highs[2] == nil)
    #expect(box.significances.allSatisfy { $0.quasiP < 0.05 })
  }

  @Test(arguments: [PRIM.Objective.densityPerFuture, .density])
  func `peeling shrinks the box and raises its density`(objective: PRIM.Objective) throws {
    let trajectory = PRIM(objective: objective).boxes(of: try futures())
    let peeled = trajectory.boxes.prefix(trajectory.peeled)
    #expect(peeled.count > 5 && peeled[0].mass == 1 && peeled[0].coverage == 1)
    for (wide, narrow) in zip(peeled, peeled.dropFirst()) {
      #expect(narrow.mass < wide.mass && narrow.density > wide.density && narrow.coverage <= wide.coverage)
      #expect(narrow.mass >= 0.05)
    }
    for (narrow, wide) in zip(
      trajectory.boxes.dropFirst(trajectory.peeled - 1), trajectory.boxes.dropFirst(trajectory.peeled))
    {
      #expect(wide.mass > narrow.mass && wide.density > narrow.density)
    }
    for quality in trajectory.boxes {
      #expect(quality == BoxQuality(quality.box, of: quality.futures))
    }
  }

  @Test func `says in a sentence where the futures are`() throws {
    let low = (0..<100).map { Double($0) / 100 }
    let futures = try Futures(
      inputs: [try Sample("priceFall", low), try Sample("resolved", low)],
      isOfInterest: (0..<100).map { $0 < 20 || $0 == 70 })
    var box = Box(inputs: 2)
    box[0, .high] = 0.244
    #expect(
      BoxQuality(box, of: futures).sentence("it does not pay off")
        == "it does not pay off in 80 % of futures where priceFall < 0.244; these are 95 % of all that don't")
    box[1, .low] = 0.1
    box[1, .high] = 0.5
    #expect(
      BoxQuality(box, of: futures).sentence("it pays off", all: "all that do")
        == "it pays off in 67 % of futures where priceFall < 0.244 and 0.1 < resolved < 0.5; these are 48 % of all that do"
    )
    #expect(
      BoxQuality(Box(inputs: 2), of: futures).sentence("it pays off")
        == "it pays off in 21 % of futures; these are 100 % of all that don't")
  }

  @Test func `inputs with ties are never cut within a tie`() throws {
    let steps = SyntheticData.uniforms(500, "steps").map { ($0 * 5).rounded(.down) }
    let futures = try Futures(
      inputs: [try Sample("step", steps), try Sample("constant", steps.map { _ in 1 })],
      isOfInterest: steps.map { $0 >= 3 })
    let last = PRIM().boxes(of: futures).last
    #expect(last.density == 1 && last.coverage == 1 && last.box.lows[0] == 2.5 && last.restrictedInputs == 1)
  }

  @Test func `futures that nothing tells apart by their inputs stay whole`() throws {
    let constant = try Sample("x", Array(repeating: 2, count: 50))
    let trajectory = PRIM().boxes(of: try Futures(inputs: [constant], isOfInterest: (0..<50).map { $0 < 10 }))
    #expect(trajectory.boxes.count == 1 && trajectory.last.density == 0.2)
    #expect(trajectory.choice(densityAtLeast: 0.8).mass == 1)
  }

  @Test func `what cannot be told apart is refused`() throws {
    let input = try Sample("x", [1, 2, 3])
    let missing = #expect(throws: InvalidValue.self) { try Futures(inputs: [input], isOfInterest: [true, nil, nil]) }
    #expect(missing?.description.contains("futures: 2 of 3 have no outcome") == true)
    let none = #expect(throws: InvalidValue.self) { try Futures(inputs: [input], isOfInterest: [false, false, false]) }
    #expect(none?.description.contains("none of 3 is of interest") == true)
    #expect(throws: InvalidValue.self) { try Futures(inputs: [input], isOfInterest: [true, true, true]) }
    #expect(throws: InvalidValue.self) { try Futures(inputs: [], isOfInterest: [true, false]) }
    #expect(throws: InvalidValue.self) { try Futures(inputs: [input], isOfInterest: [true, false]) }
    #expect(throws: InvalidValue.self) { try Futures(inputs: [input], isOfInterest: []) }
  }
}
