import Demand
import Economics
import Glibc

/// A public case: Klarna's support assistant, from what its maker stated in February 2024 to what it stated in 2025.
///
/// One company and one path: it illustrates and does not validate. Its spread was set knowing the outcome. What it cannot
/// score: quality fell, and people were hired again in May 2025.
struct AssistantBacktest: Backtest {
  private static let growth = BacktestMethod(
    "growth", Text("uncertain growth of work, wages and share", zh: "工作量、工资与占比的不确定增长"), .calibrated)

  var name: String { "support-assistant" }
  var title: Text { Text("support assistant of Klarna", zh: "Klarna 客服助手") }
  var horizonUnit: Text { Text("months", zh: "个月") }
  var format: String { "role,date,series,value,unit" }
  var methods: [BacktestMethod] { [Self.growth, .lastValue] }

  var recorded: (file: String, text: String)? {
    ("support-assistant.csv", String(decoding: PackageResources.support_assistant_csv, as: UTF8.self))
  }

  func cases(_ source: BacktestSource) throws -> [BacktestCase] {
    let table = try source.table(of: self)
    let role = try table.requiredColumn("role")
    let (series, value, date) = (
      try table.requiredColumn("series"), try table.requiredColumn("value"), try table.requiredColumn("date")
    )
    func number(_ wanted: String, _ measure: String) throws -> Double {
      guard let row = (0..<table.count).first(where: { role.text($0) == wanted && series.text($0) == measure }) else {
        throw DataFileError(file: table.file, "there is no row \(wanted) of \(measure)")
      }
      return try value.number(row, "a number", from: 0)
    }
    func month(_ wanted: String) -> Int {
      let row = (0..<table.count).first { role.text($0) == wanted }
      let parts = row.map { date.text($0).split(separator: "-").compactMap { Int($0) } } ?? []
      return parts.count >= 2 ? 12 * parts[0] + parts[1] - 1 : 0
    }
    let months = month("outcome") - month("known")
    guard months > 0 else {
      throw DataFileError(file: table.file, "expected rows known and outcome, with dates as 2024-02, outcomes later")
    }
    let years = Double(months) / 12
    func logit(_ share: Double) -> Double { log(share / (1 - share)) }
    let laws: [(String, transform: (Double) -> Double, mean: Double, deviation: Double)] = [
      ("work of agents", { log($0) }, 0.06, 0.30),
      ("saving a year", { log($0) }, 0.06 + years * log(1.04), 0.30),
      ("share of chats", logit, 0, 0.45),
    ]
    return try laws.map { measure, transform, mean, deviation in
      let known = transform(try number("known", measure))
      return BacktestCase(
        measure, origin: "2024-02", horizon: months, observed: transform(try number("outcome", measure)) - known,
        [
          Self.growth.name: PreparedForecast(.change(LogChange(mean: mean, deviation: deviation))),
          BacktestMethod.lastValue.name: PreparedForecast(.point(0)),
        ])
    }
  }
}
