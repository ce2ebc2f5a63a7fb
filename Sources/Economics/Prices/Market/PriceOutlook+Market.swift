import Glibc
import Randomness

extension PriceOutlook {
  /// The rent of one type of GPU on demand, as of November 2026: it falls slowly, and scarcity may come or go.
  ///
  /// Of today's rent, the 10, 50 and 90 % quantiles are 0.51, 0.83 and 1.35 after one year, 0.26, 0.63 and 1.55 after three,
  /// and 0.15, 0.50 and 1.67 after five. The drift is what list rents of H100, A100 and H200 showed until July 2025 (−0.163
  /// ± 0.102 a year), moved by their rise since then. The median rent of November 2026 stands about 40 % above the trend
  /// of 2025; the cycle gives part of that back over 18 months, or adds to it. `payoff backtest` scores the method.
  public static let gpuRent = PriceOutlook(
    drift: -0.12, error: 0.12, volatility: 0.30, cycle: MarketCycle(mean: -0.10, deviation: 0.30, years: 1.5))

  /// The rent of one type of GPU by contract, renewed at the price of the day, as of November 2026.
  ///
  /// Contracts for a year moved more than list prices: 1.70, 2.35 and 2.65 USD/GPU-hour for an H100 in October 2025,
  /// March and June 2026. The volatility of 0.40 is a judgement on these three.
  public static let contractRent = PriceOutlook(
    drift: -0.12, error: 0.12, volatility: 0.40, cycle: MarketCycle(mean: -0.10, deviation: 0.30, years: 1.5))

  /// The rent of one type of GPU on the spot market, as of November 2026; the volatility of 0.60 is a judgement.
  public static let spotRent = PriceOutlook(
    drift: -0.12, error: 0.12, volatility: 0.60, cycle: MarketCycle(mean: -0.10, deviation: 0.30, years: 1.5))
}

extension ListPriceOutlook {
  /// The list price of one GPU at one seller, as of November 2026: it changes twice a year on average.
  public static let gpuListRent = PriceOutlook.gpuRent.listed(changesPerYear: 2, shape: 2)

  /// The API price of one model, as of the end of June 2025: 9 changes in 29.9 model-years, two of them rises.
  ///
  /// Prices of 65 models by seven vendors, 2023 to 2025. Cuts as large as 0.8 were seen again in 2026.
  public static let apiModel = ListPriceOutlook(
    changesPerYear: 0.31, shape: 1, meanChange: -0.35, error: 0.24, deviation: 0.80)

  /// The API price of a class of models for a buyer who moves to each successor, as of the end of June 2025.
  ///
  /// 17 changes in 10.2 years of eight series by five vendors; successors are often dearer and better, so that 7 of 17 are
  /// rises.
  public static let apiTier = ListPriceOutlook(
    changesPerYear: 1.62, shape: 2, meanChange: -0.07, error: 0.17, deviation: 0.76)
}

extension PriceIndex {
  /// The rent of one type of GPU on demand: ``PriceOutlook/gpuRent``.
  ///
  /// ```swift
  /// Rent(USD(2.7) / .gpuHour, along: .gpuRent)
  /// ```
  public static let gpuRent = PriceIndex("GPU rent", .gpuRent)

  /// The rent of one type of GPU by contract: ``PriceOutlook/contractRent``.
  public static let contractRent = PriceIndex("GPU contract rent", .contractRent)

  /// The rent of one type of GPU on the spot market: ``PriceOutlook/spotRent``.
  public static let spotRent = PriceIndex("GPU spot rent", .spotRent)

  /// The cost of a fixed piece of work on one type of GPU: the rent on demand, and better serving software.
  ///
  /// Without new GPUs and without smaller models its median falls by about 32 % in the first year and 30 % a year over
  /// three: this, not the rent, is what a yearly fall of 30 to 50 % describes.
  public static let gpuWork = PriceIndex("GPU work", PriceOutlook.gpuRent.movements + [.servingSoftware])

  /// The cost of a fixed piece of work for an owner who also moves to each new generation of GPUs.
  public static let gpuWorkAcrossGenerations = PriceIndex(
    "GPU work across generations", PriceOutlook.gpuRent.movements + [.servingSoftware] + PriceMovement.gpuGenerations)

  /// The API price of a fixed quality, for a buyer who moves to whichever model has it at least cost.
  ///
  /// Published falls until early 2025 were larger (−2.2 to −6.8 a year in logarithms), later ones are −1.5; the drift of
  /// −1.2 ± 0.6 lies below them since a buyer has to change models to have it, and halves after three years. No series
  /// exists on which this could be backtested.
  public static let apiAtEqualQuality = PriceIndex(
    "API at equal quality", .drifting(-1.2, error: 0.6, slowingTo: 0.5, after: 3), .wandering(0.5))

  /// The API price of one model: ``ListPriceOutlook/apiModel``.
  public static let apiModel = PriceIndex("API price of one model", .apiModel)

  /// The API price of a class of models: ``ListPriceOutlook/apiTier``.
  public static let apiTier = PriceIndex("API price of a class of models", .apiTier)
}

extension PriceMovement {
  /// Better serving software on the same GPU and for the same model: work costs 0.55 times as much after three years.
  ///
  /// Published gains are large in the first months of a model or of an engine and small later (vLLM 1.8 to 2.7 times in two
  /// months of 2024, up to 1.7 in January 2025), and bounded: measured steps take 3.7 times the roofline in the median.
  /// A judgement on these facts; the factor has a deviation of its logarithm of 0.25.
  public static let servingSoftware = PriceMovement.step(
    PriceStep("serving software", month: 0, factor: .lognormal(logMean: log(0.55), logDeviation: 0.25), over: 36))

  /// Better serving software for a model that is new on the first day: work costs a further 0.65 times as much after six
  /// months.
  public static let servingSoftwareOfNewModel = PriceMovement.step(
    PriceStep(
      "serving software of a new model", month: 0, factor: .lognormal(logMean: log(0.65), logDeviation: 0.25), over: 6))

  /// Smaller models of the same quality: work costs half as much each year, where the team changes its model.
  public static let smallerModels = PriceMovement.drifting(-0.70, error: 0.35)

  /// New generations of GPUs every two years, of which each lowers the cost of work to 0.70 of it over nine months.
  ///
  /// The rent of a B200 for the work of an H100 (llama2-70b of MLPerf 5.1) was 0.73 in June 2025 and 0.52 in September 2026.
  /// The first generation comes after 6 to 24 months.
  public static let gpuGenerations: [PriceMovement] = (0..<4).map { generation in
    let months = 24 * Double(generation)
    return .step(
      PriceStep(
        "generation \(generation + 1)", month: .triangular(6 + months, 12 + months, 24 + months),
        factor: .truncated(.lognormal(logMean: log(0.70), logDeviation: 0.15), to: 0...1), over: 9))
  }
}

extension Prices {
  /// Rents on demand and by contract, and the API price of a fixed quality, with their correlations.
  ///
  /// Correlations are a judgement. Two GPUs of one seller correlate at 0.73 and two sellers at 0.07 (quarterly changes of
  /// list rents, 111 and 1 233 pairs until mid 2025), so a fleet at two sellers is hedged.
  public static let market = Prices(
    .gpuRent, .contractRent, .apiAtEqualQuality,
    correlations: [
      (PriceIndex.gpuRent.name, PriceIndex.contractRent.name, 0.7),
      (PriceIndex.gpuRent.name, PriceIndex.apiAtEqualQuality.name, 0.2),
    ])
}
