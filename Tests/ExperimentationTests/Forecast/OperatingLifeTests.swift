import Demand
import Economics
import Foundation
import Randomness
import Testing

@testable import Experimentation

/// Options over equal lives, or with what remains at the end.
@Suite struct `Operating lives and what remains at the end` {
  private func schema(@ScenarioBuilder _ scenario: () -> Scenario) throws -> RunSchema {
    try ScenarioLayout(scenario(), streams: Streams(seed: 1, replication: 0)).schema([])
  }

  private func measures(@ScenarioBuilder _ scenario: () -> Scenario) throws -> [String: Double?] {
    let evaluation = try NamedEvaluation(scenario(), streams: Streams(seed: 1, replication: 0))
    return Dictionary(evaluation.measures.map { ($0.declaration.name, $0.value) }) { first, _ in first }
  }

  private func sales(from start: Int, months: Int, years: Int) throws -> Double? {
    try measures {
      Horizon(from: .month(2026, 1), years: years)
      Books(in: .cny, discounting: 0.10)
      let life = OperatingLife(from: start, months: months)
      life
      Benefit("sales") { CNY(life.runs(in: $0) ? 1 : 0) }
    }["npv"] ?? nil
  }

  @Test func `a later start has as many months, each discounted by as much more`() throws {
    let now = try #require(try sales(from: 0, months: 24, years: 4))
    let later = try #require(try sales(from: 24, months: 24, years: 4))
    #expect(abs(later - now * pow(1.1, -2)) < 1e-12)
    let hand = (1...24).reduce(0.0) { $0 + pow(1.1, -Double($1) / 12) }
    #expect(abs(now - hand) < 1e-12)
  }

  @Test func `a horizon that cuts a life off is rejected, unless it is said what remains`() throws {
    let cut = refusal {
      Horizon(from: .month(2026, 1), years: 4)
      Books(in: .cny, discounting: 0.10)
      OperatingLife(from: 36, months: 24)
      Benefit("sales") { _ in CNY(1) }
    }
    #expect(cut.contains("ends before month 60") && cut.contains("a horizon of 5 years"), "\(cut)")
    let said = refusal {
      Horizon(from: .month(2026, 1), years: 4)
      Books(in: .cny, discounting: 0.10)
      OperatingLife(from: 36, months: 24)
      TerminalValue.nothing("the licence ends")
      Benefit("sales") { _ in CNY(1) }
    }
    #expect(said.isEmpty, "\(said)")
  }

  @Test func `what is sold, and what goes on for ever, is worth its formula in the last month`() throws {
    func value(_ terminal: TerminalValue?) throws -> Double {
      let found = try measures {
        Horizon(from: .month(2026, 1), years: 2)
        Books(in: .cny, discounting: 0.10)
        Cost("team", CNY(2) / .month)
        Benefit("sales") { _ in CNY(5) }
        if let terminal { terminal }
      }
      return try #require(found["npv"] ?? nil)
    }
    let without = try value(nil)
    #expect(try abs(value(.salvage(CNY(50))) - without - 50 * pow(1.1, -2)) < 1e-9)
    // 36 a year, growing by 2 %, at 10 %.
    #expect(try abs(value(.perpetuity(growing: 0.02.perYear)) - without - 36 * 1.02 / 0.08 * pow(1.1, -2)) < 1e-9)
    #expect(try value(.nothing("it ends")) == without)
  }

  @Test func `a loss does not go on for ever, and what outgrows its discount rate is rejected`() throws {
    let loss = try measures {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.10)
      Cost("team", CNY(2) / .month)
      Benefit("sales") { _ in CNY(1) }
      TerminalValue.perpetuity()
    }
    let hand = (1...24).reduce(0.0) { $0 - pow(1.1, -Double($1) / 12) }
    #expect(abs(((loss["npv"] ?? nil) ?? 0) - hand) < 1e-9)
    let endless = refusal {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.02)
      Benefit("sales") { _ in CNY(1) }
      TerminalValue.perpetuity(growing: 0.02.perYear)
    }
    #expect(endless.contains("has no finite value"), "\(endless)")
  }

  @Test func `benefit covers cost within the operating life, and neither before nor after it`() throws {
    let found = try measures {
      Horizon(from: .month(2026, 1), years: 5)
      Books(in: .cny, discounting: 0.10)
      let life = OperatingLife(from: 12, months: 24)
      life
      // As it was before and after: what is paid is what would have been paid.
      Avoided(Metered("as it was", CNY(5) / .call) { _ in Quantity(1) })
      Metered("as it is", CNY(5) / .call) { month in
        Quantity(life.runs(in: month) ? (month.index < 18 ? 2 : 0.5) : 1)
      }
    }
    #expect(found["inflection_month"] == 19)
    let lost = try measures {
      Horizon(from: .month(2026, 1), years: 5)
      Books(in: .cny, discounting: 0.10)
      let life = OperatingLife(from: 12, months: 24)
      life
      Avoided(Metered("as it was", CNY(5) / .call) { _ in Quantity(1) })
      Metered("as it is", CNY(5) / .call) { Quantity(life.runs(in: $0) ? 2 : 1) }
    }
    #expect(lost["inflection_month"] == .some(nil) && lost["gap_closing"] == 0)
  }

  @Test func `dates need equal lives or what remains, and so do options that say how long they live`() throws {
    func life(_ lives: [Int], _ hasValue: Bool = false) -> OptionLife {
      OptionLife(lives: lives, hasTerminalValue: hasValue)
    }
    func isRejected(_ lives: [OptionLife], never: Set<Int> = [], isTiming: Bool) -> Bool {
      do throws(InvalidValue) {
        try OptionLife.requireEqual(lives, except: never, isTiming: isTiming, subject: "X")
        return false
      } catch {
        return true
      }
    }
    #expect(isRejected([life([]), life([]), life([])], never: [2], isTiming: true))
    #expect(!isRejected([life([60]), life([60]), life([])], never: [2], isTiming: true))
    #expect(isRejected([life([60]), life([48]), life([])], never: [2], isTiming: true))
    #expect(!isRejected([life([], true), life([], true), life([])], never: [2], isTiming: true))
    #expect(!isRejected([life([]), life([])], isTiming: false))
    #expect(isRejected([life([60]), life([48])], isTiming: false))
    #expect(
      !isRejected(
        [life([60]), life([48, 60])].map { OptionLife(lives: $0.lives, hasTerminalValue: true) }, isTiming: false))
    // As many uses as an option likes, if each lives as long.
    #expect(!isRejected([life([48, 48]), life([48])], isTiming: false))
  }
}
