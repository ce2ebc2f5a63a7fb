import Economics
import Serving

/// A fleet of a forecast, hour by hour: how many replicas are paid for, and how busy they are.
struct HourlyFleet {
  /// What a fleet did in a month.
  struct Month {
    /// GPU-hours paid for.
    let gpuHours: Double
    /// Their rent, in the currency of the books.
    let cost: Double
  }

  let fleet: Fleet
  /// The position of the load that it serves.
  let load: Int
  private let currencyValue: Double
  private let price: RealisedPrice
  // Taken out of the fleet, since each hour asks for them.
  private let capacity: CapacityCurve
  private let gpusPerReplica: Int
  private let scaling: Scaling
  /// Replicas around the clock, this month, and the rate that they are for, in requests a second.
  private var planned = 0
  private var plannedRate = 0.0
  private var gpuHours = 0.0
  private var busyGPUHours = 0.0
  private var peak = 0
  private var hours = 0
  private var overloaded = 0
  private(set) var record = Forecast.FleetRecord(
    gpus: [], peakGPUs: [], utilisation: [], overloadedHours: [], price: [], cost: [])

  init(_ fleet: Fleet, load: Int, currencyValue: Double, price: RealisedPrice) {
    self.fleet = fleet
    self.load = load
    self.currencyValue = currencyValue
    self.price = price
    capacity = fleet.capacity
    gpusPerReplica = fleet.gpusPerReplica
    scaling = fleet.scaling
  }

  /// Sizes a fleet that runs around the clock for the highest rate expected in the month, in requests a second.
  mutating func planMonth(for rate: Double) {
    guard scaling == .aroundTheClock else { return }
    plannedRate = rate * (1 + fleet.headroom)
    planned = capacity.replicas(for: plannedRate)
  }

  /// Serves an hour in which so many requests come a second.
  mutating func serveHour(_ rate: Double) {
    var paid = planned
    if scaling == .hourly {
      paid = capacity.replicas(for: rate)
    } else if rate > plannedRate, capacity.replicas(for: rate) > paid {
      overloaded += 1
    }
    let gpus = paid * gpusPerReplica
    gpuHours += Double(gpus)
    busyGPUHours += capacity.busyReplicas(at: rate, of: paid) * Double(gpusPerReplica)
    peak = max(peak, gpus)
    hours += 1
  }

  /// Ends a month, from 0, and enters its rent at the price of its beginning.
  mutating func closeMonth(_ month: Int) -> Month {
    let price = price.price(inMonth: month) * currencyValue
    let result = Month(gpuHours: gpuHours, cost: gpuHours * price)
    record.gpus.append(gpuHours / Double(hours))
    record.peakGPUs.append(Double(peak))
    record.utilisation.append(gpuHours > 0 ? busyGPUHours / gpuHours : 0)
    record.overloadedHours.append(Double(overloaded) / Double(hours))
    record.price.append(price)
    record.cost.append(result.cost)
    (gpuHours, busyGPUHours, peak, hours, overloaded) = (0, 0, 0, 0, 0)
    return result
  }
}
