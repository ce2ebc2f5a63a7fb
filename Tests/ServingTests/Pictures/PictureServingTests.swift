import Demand
import EventSimulation
import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Serving

/// Servers that make pictures, beside the formulas of queues with constant service times.
@Suite struct PictureServingTests {
  /// Mean and half the 99.9 % interval of the mean wait of requests over independent replications.
  private func wait(
    _ deployment: Deployment, replicas: Int = 1, rate: Double, until end: Double, routing: Routing = .sharedQueue
  ) throws -> (mean: Double, margin: Double) {
    let tally = Tally(
      (0..<25).map { replication in
        let streams = Streams(seed: 5, replication: replication)
        let requests = DrawnRequests(
          RenewalArrivals.poisson(.constant(rate), from: streams.stream("arrivals")), lengths: .azureConversation,
          from: streams, named: "pictures", until: end)
        return ServingFleet(ReplicaPool(deployment, replicas: replicas), routing: routing)
          .serve(requests, streams, until: end, warmUp: end / 20).queue.mean ?? .nan
      })
    // Student's t for 24 degrees of freedom.
    return (try #require(tally.mean), 3.745 * (try #require(tally.standardDeviation)) / 5)
  }

  /// The chances of 0, 1, 2, … arrivals.
  private func poisson(_ mean: Double, _ count: Int) -> [Double] {
    var chances = [exp(-mean)]
    for number in 1..<count { chances.append(chances[number - 1] * mean / Double(number)) }
    return chances
  }

  /// The stationary chances of a chain from the next state's distribution.
  private func stationary(_ states: Int, _ next: (Int) -> [(state: Int, chance: Double)]) -> [Double] {
    let transitions = (0..<states).map(next)
    var chances = Array(repeating: 1 / Double(states), count: states)
    for _ in 0..<4000 {
      var after = Array(repeating: 0.0, count: states)
      for (state, chance) in chances.enumerated() where chance > 1e-18 {
        for step in transitions[state] { after[step.state] += chance * step.chance }
      }
      let change = zip(chances, after).reduce(0) { $0 + abs($1.0 - $1.1) }
      chances = after
      if change < 1e-13 { break }
    }
    return chances
  }

  @Test func `pictures one at a time wait as Pollaczek and Khinchine say of constant service`() throws {
    let deployment = Deployment(pictures: "studio", seconds: 6.46)
    let rate = 0.7 / 6.46
    let theory = MG1Queue(arrivalRate: rate, meanService: 6.46, serviceVariation: 0).meanWait
    let (mean, margin) = try wait(deployment, rate: rate, until: 40_000)
    #expect(
      Validation.estimate(
        .replicaTheory, "M/D/1: pictures of 6.46 s one at a time, load 0.7", "mean wait, s", expected: theory,
        found: mean, halfWidth: margin), "\(mean) ± \(margin), \(theory)")
    #expect(margin < 0.15 * theory)
  }

  /// Crommelin 1932: after a service time all that were in service are gone, and those that came meanwhile are there.
  @Test func `pictures on three replicas wait as in M/D/c`() throws {
    let (service, servers, load) = (2.0, 3, 2.4)
    let (states, arrivals) = (300, poisson(load, 60))
    let chances = stationary(states) { state in
      arrivals.enumerated().map { (min(max(state - servers, 0) + $0.offset, states - 1), $0.element) }
    }
    let inSystem = chances.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    let theory = (inSystem - load) / (load / service)
    let (mean, margin) = try wait(
      Deployment(pictures: "studio", seconds: service), replicas: servers, rate: load / service, until: 20_000)
    #expect(
      Validation.estimate(
        .replicaTheory, "M/D/3: pictures of 2 s, load 0.8 of each replica", "mean wait, s", expected: theory,
        found: mean, halfWidth: margin), "\(mean) ± \(margin), \(theory)")
    #expect(margin < 0.15 * theory)
  }

  /// A batch takes what waits, at most four. The chain of the number that a batch begins with gives the mean number in the
  /// system by renewal and reward, and the wait by Little's law; Bailey 1954 for service that does not depend on the batch.
  @Test(arguments: [0.2, 0.6])
  func `pictures in batches of up to four wait as in a queue with batch service`(sharing: Double) throws {
    let (alone, most) = (3.0, 4)
    let deployment = Deployment(pictures: "studio", seconds: alone, batch: most, sharing: sharing)
    func service(_ count: Int) -> Double { alone * (sharing + (1 - sharing) * Double(count)) }
    #expect(abs(deployment.seconds(ofPictures: 3) - service(3)) < 1e-12)
    let rate = 0.8 * Double(most) / service(most)
    let states = 200
    let arrivals = (0...most).map { poisson(rate * service(max($0, 1)), 80) }
    // The state is the number that is there when a batch begins, at least one.
    let chances = stationary(states) { state in
      let here = max(state, 1)
      let batch = min(here, most)
      return arrivals[batch].enumerated().map { (min(max(here - batch + $0.offset, 1), states - 1), $0.element) }
    }
    var (area, time, idle) = (0.0, 0.0, 0.0)
    var waiting = 0.0
    for (state, chance) in chances.enumerated() where state >= 1 {
      let batch = min(state, most)
      let length = service(batch)
      area += chance * (Double(state) * length + rate * length * length / 2)
      waiting += chance * (Double(state - batch) * length + rate * length * length / 2)
      time += chance * length
      if state == batch { idle += chance * exp(-rate * length) / rate }
    }
    let theory = waiting / (time + idle) / rate
    #expect(area > waiting)
    // A shared queue hands on one request after the other, and a batch would begin with the first.
    let (mean, margin) = try wait(deployment, rate: rate, until: 30_000, routing: .leastLoaded)
    #expect(
      Validation.estimate(
        .replicaTheory, "batch service: up to 4 pictures, of which \(sharing) of the first is shared, load 0.8",
        "mean wait, s", expected: theory, found: mean, halfWidth: margin), "\(mean) ± \(margin), \(theory)")
    #expect(margin < 0.15 * theory)
  }

  @Test func `each GPU's published times lie within the error that the others leave`() {
    let logarithms = PictureTiming.leftOut
    let held = logarithms.count { abs($0) <= log(1 + PictureTiming.predictionError) }
    #expect(
      Validation.coverage(
        .roofline, "time of a picture, predicted from other GPUs", "11 published times of SDXL, FLUX.1 dev and Wan 2.2",
        nominal: 0.9, held: held, of: logarithms.count, allowed: 0.8...1))
    // A factor of two: a prediction is worth no more.
    #expect((0.8...1.3).contains(PictureTiming.predictionError), "\(PictureTiming.predictionError)")
  }

  @Test func `thirty and forty steps take what four and thirty steps let expect`() {
    for check in PictureTiming.scalingChecks {
      #expect(
        Validation.comparison(
          .roofline, "SDXL on \(check.gpu), scaled by steps to \(Int(check.published.rounded())) ms", "ms",
          expected: check.published, found: check.predicted, tolerance: PictureTiming.scalingError))
    }
    #expect((0.1...0.3).contains(PictureTiming.scalingError), "\(PictureTiming.scalingError)")
  }

  @Test func `a model that was timed on a GPU takes that time, and scales with steps, pixels and frames`() {
    let usual = Deployment(.flux1Dev, on: "H100")
    #expect(usual.seconds(ofPictures: 1) == 6.46 && usual.evidence.kind == .measured && usual.gpu?.name == "H100")
    let few = Deployment(.flux1Dev, Picture(steps: 4), on: "h100").seconds(ofPictures: 1)
    #expect(abs(few - 6.46 * 4.5 / 28.5) < 1e-9)
    // Twice the positions take more than twice and less than four times as long.
    let wide = Deployment(.flux1Dev, Picture(steps: 28, width: 2048), on: "h100").seconds(ofPictures: 1)
    #expect(wide > 2 * 6.46 && wide < 4 * 6.46)
    let clip = Deployment(.wan22, on: "h100", gpus: 8)
    let short = Deployment(.wan22, Picture(steps: 40, width: 1280, height: 720, frames: 41), on: "h100", gpus: 8)
    let long = Deployment(.wan22, Picture(steps: 40, width: 1280, height: 720, frames: 1281), on: "h100", gpus: 8)
    #expect(clip.seconds(ofPictures: 1) == 195.13)
    #expect(short.seconds(ofPictures: 1) < 195.13 / 2)
    // Long videos are all attention: quadratic.
    let ratio = long.seconds(ofPictures: 1) / clip.seconds(ofPictures: 1)
    #expect(ratio > 0.69 * pow(1284.0 / 84, 2) && ratio < pow(1284.0 / 84, 2))
    let unknown = Deployment(.flux1Dev, on: "mi300x")
    #expect(unknown.evidence.kind == .derived && (unknown.evidence.error ?? 0) > 0.8)
  }

  /// 16 384² pixels are 256 times 1024².
  @Test(arguments: [(1024, nil), (2048, nil), (16_384, "256 times")] as [(Int, String?)])
  func `far beyond the pixels that were timed the time is said to be an extrapolation`(_ side: Int, _ times: String?) {
    for gpu in ["h100", "mi300x"] {
      let evidence = Deployment(.sdxl, Picture(steps: 30, width: side, height: side), on: gpu).evidence
      #expect((evidence.error == nil) == (times != nil) && (evidence.caution == nil) == (times == nil))
      if let times { #expect(evidence.caution?.contains("has \(times) the pixels and frames") == true) }
    }
  }

  @Test func `a fleet for pictures holds its service level, and batches carry more`() throws {
    let level = ServiceLevel(.endToEnd, p95: .seconds(20))
    let alone = Deployment(pictures: "studio", seconds: 5)
    let curve = CapacityCurve.pictures(alone, within: level)
    let rate = curve.highestRate(of: 4)
    for (factor, holds) in [(0.95, true), (1.03, false)] {
      let streams = Streams(seed: 2, replication: 0)
      let requests = DrawnRequests(
        RenewalArrivals.poisson(.constant(factor * rate), from: streams.stream("arrivals")),
        lengths: TokenLengths(input: 1, output: 1), from: streams, named: "pictures", until: 200_000)
      let result = ServingFleet(ReplicaPool(alone, replicas: 4), routing: .sharedQueue).serve(
        requests, streams, until: 200_000, warmUp: 5000)
      let found = try #require(result.endToEnd.percentile(95))
      #expect((found <= 20) == holds, "\(factor): \(found) s")
    }
    let batches = CapacityCurve.pictures(
      Deployment(pictures: "studio", seconds: 5, batch: 3, sharing: 0.4), within: level)
    let (carried, most): (Double, Double) = (batches.highestRate(of: 16), 48 / 11)
    #expect(carried > 1.1 * curve.highestRate(of: 16) && carried < most)
  }

  @Test func `a file describes a server of pictures, and says what is wrong with it`() throws {
    func read(_ json: String) throws -> Deployment { try Deployment(JSONSource(json, file: "p.json")) }
    let own = try read(#"{"name": "ours", "picture_ms": 5000, "batch": 4, "shared_share": 0.1, "gpu": "h100"}"#)
    let same = Deployment(
      pictures: "ours", seconds: 5, batch: 4, sharing: 0.1, gpu: .h100, source: .stated("p.json"))
    #expect(own == same)
    let known = try read(#"{"picture_model": "wan-2.2", "gpu": "h100", "gpus": 8, "steps": 20}"#)
    #expect(known.gpus == 8 && known.seconds(ofPictures: 1) < 100)
    let wrong: [(json: String, message: String)] = [
      (#"{"picture_model": "sdxx", "gpu": "h100"}"#, "sdxl"), (#"{"picture_model": "sdxl", "gpu": "h101"}"#, "h100"),
      (#"{"picture_model": "sdxl", "gpu": "h100", "steps": 0}"#, "from 1 to 1000"),
      (#"{"name": "ours", "picture_ms": 5000, "shared_share": 1}"#, "below 1"),
      (#"{"name": "ours", "picture_ms": 0}"#, "above 0"), (#"{"picture_ms": 5000}"#, "name"),
      (#"{"picture_model": "sdxl", "gpu": "h100", "kv_tokens": 1}"#, "kv_tokens"),
      (
        #"{"picture_model": "flux-1-dev", "gpu": "h100", "frames": 81}"#,
        "81 frames: FLUX.1 dev makes pictures, not videos; leave out the frames, or use a model that makes videos: wan-2.2"
      ),
    ]
    for (json, message) in wrong {
      let error = try #require(throws: DataFileError.self) { try read(json) }
      let text = "\(error)"
      #expect(text.contains(message), "\(json): \(text)")
    }
  }
}
