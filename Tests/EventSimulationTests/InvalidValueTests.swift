import EventSimulation
import Randomness
import Testing

/// What a user of the public types can get wrong.
struct InvalidValueTests {
  /// What is wrong, and a part of what is said of it.
  private static let invalid: [(message: String, make: @Sendable () -> Void)] = [
    (
      "a confidence lies between 0 and 1, without the ends; write 0.95",
      { _ = ConfidenceInterval(of: Tally([1, 2]), confidence: 95) }
    ),
    ("batch means need at least 2 batches", { _ = BatchMeans(of: [1.0, 2], batches: 1) }),
    ("a lag is a whole number from 0", { _ = Autocorrelation(of: [1.0, 2], maximumLag: -1) }),
    ("exactCount is a whole number from 0", { _ = QuantileSketch(exactCount: -1) }),
    (
      "the value is not a number",
      {
        var sketch = QuantileSketch(); sketch.add(.nan)
      }
    ),
    (
      "quantile(1.5): probability is 1.5",
      {
        var sketch = QuantileSketch(); sketch.add(1); _ = sketch.quantile(1.5)
      }
    ),
    (
      "a number from the last change, at 5, was expected",
      {
        var level = TimeWeighted(0, at: 5); level.set(1, at: 4)
      }
    ),
    (
      "a number from the last change, at 5, was expected",
      {
        var level = TimeWeighted(0, at: 5); level.add(1, at: .nan)
      }
    ),
    (
      "a number from the last change, at 5, was expected",
      {
        var level = TimeWeighted(0, at: 5); level.reset(at: 4)
      }
    ),
    ("rate(at: -1): at is -1", { _ = RateProfile.rates([0: 1]).rate(at: -1) }),
    (
      "arrivals are expected from a time of at least 0 to a later one",
      { _ = RateProfile.rates([0: 1]).expected(from: 2, to: 1) }
    ),
    ("scaled(by: -2): by is -2", { _ = RateProfile.rates([0: 1]).scaled(by: -2) }),
    ("quantile(2): probability is 2", { _ = Distribution.uniform(0, 1).quantile(2) }),
    ("its replication is -1", { _ = Streams(seed: 1, replication: -1).stream("x") }),
    (
      "there is no index; a number above 0 was expected",
      { _ = Streams(seed: 1, replication: 0).stream("x").index(below: 0) }
    ),
  ]

  @Test(arguments: invalid.indices)
  func `invalid arguments are reported with their place and what was expected`(index: Int) {
    let (message, make) = Self.invalid[index]
    let error = #expect(throws: InvalidValues.self) { try ValidationErrors.collecting(make) }
    #expect(error?.values.count == 1)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "nothing was reported")")
    #expect(error?.values.first?.location?.contains(".swift:") == true)
  }

  @Test func `a name that the model does not have is reported with the nearest, and nothing was observed of it`() throws
  {
    let agents = Resource("agents", capacity: 1)
    let results = try ProcessModel {
      Flow("call") {
        Arrive(every: .exponential(mean: 2))
        Use(agents, for: .exponential(mean: 1))
        Count("served")
      }
    }.run(Streams(seed: 1, replication: 0), until: 10)
    let error = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        #expect(results.flow("cal").arrived == 0 && results.flow("cal").sojourn.mean == nil)
        #expect(results.resource("agent").utilisation == nil)
        #expect(results.count("serv") == 0 && results.tally("x").count == 0)
        #expect(results[Store("shelf")].items.average == nil && results[Container("tank")].level.average == nil)
        #expect(results[agents].wait.percentile(101) == nil)
      }
    }
    let values = try #require(error?.values)
    #expect(values.count == 8)
    #expect(values[0].description.contains("the model has none of this name; did you mean \"call\"?"))
    #expect(values.allSatisfy { $0.location?.hasPrefix("InvalidValueTests.swift:") == true })
  }
}
