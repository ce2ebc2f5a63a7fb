import Foundation
import Randomness

@testable import Experimentation

/// Functions whose indices are known, with their inputs in [0, 1].
enum TestFunction: String, CaseIterable, Sendable {
  /// Ishigami and Homma 1990, with a = 7 and b = 0.1: no straight line, and an interaction of the first with the third.
  case ishigami
  /// Sobol's G-function of eight inputs.
  case g
  /// A sum of three inputs with the weights 1, 2 and 3.
  case sum

  var inputs: [String] {
    let count = self == .g ? 8 : 3
    return (1...count).map { "x\($0)" }
  }

  private static let a = [0.0, 1, 4.5, 9, 99, 99, 99, 99]

  func callAsFunction(_ x: [Double]) -> Double {
    switch self {
    case .ishigami:
      let z = x.map { (2 * $0 - 1) * Double.pi }
      return sin(z[0]) + 7 * sin(z[1]) * sin(z[1]) + 0.1 * z[2] * z[2] * z[2] * z[2] * sin(z[0])
    case .g: return zip(x, Self.a).reduce(1) { $0 * (abs(4 * $1.0 - 2) + $1.1) / (1 + $1.1) }
    case .sum: return x[0] + 2 * x[1] + 3 * x[2]
    }
  }

  /// The first-order and total shares of each input.
  var exact: (first: [Double], total: [Double]) {
    switch self {
    case .ishigami:
      let own = 0.5 * pow(1 + 0.1 * pow(Double.pi, 4) / 5, 2)
      let joint = 0.01 * pow(Double.pi, 8) * (1.0 / 18 - 1.0 / 50)
      let all = own + 49.0 / 8 + joint
      return ([own / all, 49.0 / 8 / all, 0], [(own + joint) / all, 49.0 / 8 / all, joint / all])
    case .g:
      let own = Self.a.map { 1 / 3 / (1 + $0) / (1 + $0) }
      let all = own.reduce(1) { $0 * (1 + $1) } - 1
      let total = own.map { $0 / (1 + $0) * (all + 1) / all }
      return (own.map { $0 / all }, total)
    case .sum:
      let shares = [1.0, 4, 9].map { $0 / 14 }
      return (shares, shares)
    }
  }

  /// Its outputs over rows.
  func results(_ rows: [[Double]]) -> DesignResults {
    DesignResults(measure: rawValue, inputs: inputs, rows: rows, outputs: rows.map { self($0) })
  }

  /// Independent rows from a stream.
  func randomRows(_ count: Int, seed: UInt64) -> [[Double]] {
    let stream = Streams(seed: seed, replication: 0).stream("rows")
    return (0..<count).map { _ in inputs.map { _ in stream.uniform() } }
  }

  /// A Saltelli design of random base rows.
  func saltelliRows(_ size: Int, secondOrder: Bool = false, seed: UInt64) -> [[Double]] {
    let base = (randomRows(size, seed: seed), randomRows(size, seed: seed + 1_000_000))
    return zip(base.0, base.1).flatMap { Self.block($0, $1, secondOrder: secondOrder) }
  }

  static func block(_ a: [Double], _ b: [Double], secondOrder: Bool) -> [[Double]] {
    func exchange(_ row: [Double], with other: [Double]) -> [[Double]] {
      row.indices.map { input in
        var mixed = row
        mixed[input] = other[input]
        return mixed
      }
    }
    return [a] + exchange(a, with: b) + (secondOrder ? exchange(b, with: a) : []) + [b]
  }

  /// Trajectories of Morris's design on a grid of four levels, one input at a time in a random order.
  func morrisRows(_ trajectories: Int, seed: UInt64) -> [[Double]] {
    let stream = Streams(seed: seed, replication: 0).stream("trajectories")
    return (0..<trajectories).flatMap { _ in
      var row = inputs.map { _ in Double(stream.index(below: 4)) / 3 }
      var order = Array(row.indices)
      for place in order.indices { order.swapAt(place, place + stream.index(below: order.count - place)) }
      var rows = [row]
      for input in order {
        row[input] += row[input] < 0.5 ? 2.0 / 3 : -2.0 / 3
        rows.append(row)
      }
      return rows
    }
  }

  /// The curves of the extended FAST through the cube, each with a phase of its own.
  func fastRows(_ size: Int, curves: Int, harmonics: Int = 4, seed: UInt64) -> [[Double]] {
    let stream = Streams(seed: seed, replication: 0).stream("phases")
    let own = (size - 1) / (2 * harmonics)
    let greatest = own / (2 * harmonics)
    return inputs.indices.flatMap { input in
      (0..<curves).flatMap { _ in
        let phases = inputs.map { _ in 2 * Double.pi * stream.uniform() }
        return (0..<size).map { point in
          let s = 2 * Double.pi * Double(point) / Double(size)
          return inputs.indices.map { other in
            let place = other < input ? other : other - 1
            // The others' frequencies lie as far apart as there is room.
            let frequency = other == input ? own : 1 + place * (greatest - 1) / max(inputs.count - 2, 1)
            return 0.5 + asin(sin(Double(frequency) * s + phases[other])) / Double.pi
          }
        }
      }
    }
  }
}
