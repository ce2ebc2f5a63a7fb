import Randomness

/// The hours of days as they were measured: quiet days and busy ones, each with its own hours.
///
/// ```swift
/// Requests(perDay: 10e6, days: .serveGenLarge)
/// ```
/// A mean of days is smoother than any of them: the busiest hour of the mean day of ``serveGenLarge`` has 1.14 times its mean,
/// that of a measured day 1.52 times the day's mean on average. A forecast draws one of the days for each of its own.
public struct MeasuredDays: Sendable, Hashable {
  /// The rates in the hours of each day, as multiples of the mean of all; their mean is 1.
  public let days: [[Double]]
  /// All hours, ascending.
  private let hours: [Double]

  /// Days from 24 rates each in any unit: only their ratios count.
  public init(hourly rates: [[Double]], file: StaticString = #fileID, line: UInt = #line) {
    let all = rates.joined()
    let total = all.reduce(0, +)
    guard !rates.isEmpty, rates.allSatisfy({ $0.count == 24 }), all.allSatisfy({ $0 >= 0 && $0.isFinite }), total > 0
    else {
      ValidationErrors.report(
        InvalidValue(
          "MeasuredDays of \(rates.count) days", "a day has 24 hourly rates, none negative and not all 0",
          remedy: rates.first { $0.count != 24 }.map { "one of them has \($0.count)" }, location: "\(file):\(line)"))
      self.init(unchecked: [DayShape.flat.multipliers])
      return
    }
    self.init(unchecked: rates.map { day in day.map { Double(all.count) * $0 / total } })
  }

  private init(unchecked days: [[Double]]) {
    self.days = days
    hours = days.joined().sorted()
  }

  /// The day of their means.
  public var mean: DayShape {
    DayShape(hourly: (0..<24).map { hour in days.reduce(0) { $0 + $1[hour] } / Double(days.count) })
  }

  /// The rate, as a multiple of the mean of all, that a share of the hours does not exceed.
  public func multiple(for share: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard share >= 0, share <= 1 else {
      ValidationErrors.report(
        InvalidValue(
          "multiple(for: \(share.shortest))", "a share of the hours lies from 0 to 1", location: "\(file):\(line)"))
      return hours[hours.count - 1]
    }
    return hours[max(Int((share * Double(hours.count)).rounded(.up)) - 1, 0)]
  }
}

extension MeasuredDays {
  /// Fourteen days of a large model's requests: means of the days from 0.54 to 1.43 of their mean, and in 1 hour of 100 more
  /// than 1.82 times the mean.
  ///
  /// Hours and days are counted from the start of the trace, which does not tell the time of the clock or the day of the week.
  /// Sums over all clients of trace language/m-large of ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0; mean 195.8
  /// requests/s.
  public static let serveGenLarge = MeasuredDays(hourly: [
    [
      1.049, 1.175, 1.135, 1.036, 1.011, 1.024, 1.151, 1.155, 1.334, 1.619, 1.695, 1.611,
      1.012, 1.365, 1.862, 1.727, 1.783, 1.814, 1.517, 1.723, 1.621, 1.290, 1.655, 1.862,
    ],
    [
      1.230, 1.515, 1.356, 1.780, 1.776, 1.561, 0.657, 0.575, 0.526, 0.634, 0.946, 1.186,
      1.060, 1.048, 1.037, 1.055, 0.951, 0.960, 0.954, 0.924, 0.903, 0.988, 1.010, 0.996,
    ],
    [
      0.977, 0.983, 0.966, 0.930, 0.899, 0.992, 1.093, 1.090, 1.017, 0.954, 1.031, 1.092,
      1.125, 1.043, 1.022, 1.019, 1.042, 1.010, 1.052, 1.066, 1.054, 0.991, 1.081, 1.107,
    ],
    [
      1.207, 0.862, 0.823, 0.784, 0.759, 0.811, 0.785, 0.790, 0.839, 0.828, 0.840, 0.876,
      0.831, 0.841, 0.860, 0.882, 0.929, 0.936, 0.896, 0.872, 0.914, 0.971, 1.005, 1.344,
    ],
    [
      1.205, 1.062, 1.400, 0.813, 0.919, 0.966, 1.141, 1.127, 1.110, 1.126, 1.138, 1.097,
      1.090, 1.040, 0.990, 0.961, 1.014, 1.010, 1.016, 1.015, 1.533, 0.928, 0.867, 0.805,
    ],
    [
      0.783, 0.771, 0.805, 0.776, 0.743, 0.762, 0.788, 0.760, 0.748, 0.839, 0.889, 0.924,
      0.898, 0.891, 0.912, 0.939, 0.867, 0.848, 0.978, 1.568, 1.444, 1.410, 1.108, 0.780,
    ],
    [
      0.881, 0.785, 0.685, 0.676, 0.645, 0.559, 0.686, 0.707, 0.660, 0.862, 1.108, 1.381,
      1.572, 1.548, 1.460, 1.338, 1.232, 1.247, 1.214, 1.563, 1.433, 1.496, 1.320, 1.122,
    ],
    [
      0.997, 1.376, 1.370, 1.231, 1.247, 1.403, 1.568, 1.119, 0.703, 0.778, 1.215, 1.375,
      0.925, 0.747, 0.778, 1.000, 1.312, 1.590, 1.473, 1.598, 1.320, 1.306, 1.699, 1.496,
    ],
    [
      1.767, 1.681, 1.819, 1.467, 0.774, 0.693, 0.618, 0.610, 0.857, 1.034, 1.136, 1.388,
      1.830, 1.757, 1.581, 1.612, 1.554, 0.914, 0.682, 0.850, 1.098, 1.050, 0.800, 0.712,
    ],
    [
      0.641, 0.614, 0.625, 0.737, 0.796, 0.761, 0.567, 0.499, 0.585, 0.953, 0.998, 0.942,
      0.684, 0.722, 0.957, 1.093, 1.181, 1.052, 1.681, 1.712, 1.096, 1.482, 1.554, 1.707,
    ],
    [
      1.030, 0.472, 0.481, 0.409, 0.409, 0.330, 0.324, 0.366, 0.446, 0.655, 0.807, 1.026,
      0.782, 0.802, 0.973, 0.841, 0.999, 0.982, 0.770, 0.811, 0.924, 0.722, 0.539, 0.471,
    ],
    [
      0.666, 0.774, 0.654, 0.631, 0.631, 0.506, 0.615, 0.622, 0.563, 0.594, 0.846, 0.725,
      0.567, 0.628, 0.714, 0.696, 0.824, 0.747, 0.734, 0.672, 0.615, 0.628, 0.423, 0.413,
    ],
    [
      0.446, 0.523, 0.489, 0.472, 0.413, 0.299, 0.394, 0.373, 0.424, 0.640, 0.736, 0.620,
      0.440, 0.422, 0.454, 0.406, 0.462, 0.507, 0.408, 0.465, 0.586, 0.691, 1.188, 1.013,
    ],
    [
      1.044, 1.439, 1.190, 1.357, 1.686, 1.694, 1.561, 1.651, 1.220, 0.631, 1.254, 1.241,
      0.782, 0.885, 1.052, 1.087, 1.383, 1.479, 1.191, 1.162, 1.324, 1.088, 1.187, 1.375,
    ],
  ])
}
