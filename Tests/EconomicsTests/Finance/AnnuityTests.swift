import Economics
import Foundation
import Testing

@Suite struct AnnuityTests {
  @Test(arguments: [0.0, 1e-12, 0.005, 0.2, -0.01])
  func `the instalments of a loan pay it off, and each is interest on what was owed`(rate: Double) {
    let loan = Loan(CNY(1e6), at: rate.perMonth, payments: 36, leaving: CNY(100_000))
    let instalments = loan.instalments
    var owed = 1e6
    for instalment in instalments {
      #expect(abs(instalment.interest.amount - owed * rate) < 1e-6)
      owed -= instalment.repayment.amount
      #expect(abs(owed - instalment.balance.amount) < 1e-6)
      #expect(abs(instalment.payment.amount - loan.payment.amount) < 1e-6)
    }
    #expect(abs(owed - 100_000) < 1e-6)
    #expect(abs(loan.totalInterest.amount - (36 * loan.payment.amount + 100_000 - 1e6)) < 1e-5)
  }

  @Test func `an annuity is worth its payments discounted`() {
    let annuity = Annuity(at: 0.02.perMonth, payments: 24)
    let sum = (1...24).reduce(0) { $0 + pow(1.02, -Double($1)) }
    #expect(abs(annuity.presentValueOfOne - sum) < 1e-12)
    #expect(abs(annuity.futureValueOfOne - sum * pow(1.02, 24)) < 1e-11)
  }

  @Test func `a loan of no payments is refused`() {
    let complaint = refusal { _ = Loan(CNY(1), at: 0.01.perMonth, payments: 0) } ?? "nothing"
    #expect(complaint.contains("AnnuityTests.swift") && complaint.contains("nothing is paid back in no time"))
    #expect(refusal { _ = Loan(CNY(-1), at: 0.01.perMonth, payments: 1) } != nil)
    #expect(refusal { _ = Loan(CNY(1), at: (-1).perMonth, payments: 1) } != nil)
  }

  @Test func `a rate a year is a twelfth a month only for a bank`() {
    #expect(abs(0.12.perYear.monthly.fraction - (pow(1.12, 1.0 / 12) - 1)) < 1e-15)
    #expect(0.12.perYear.nominalMonthly == 0.01.perMonth)
    #expect(abs(0.01.perMonth.yearly.fraction - 0.126825030131969720661201) < 1e-15)
    #expect("\(0.01.perMonth)" == "0.01/month")
    #expect(abs(0.4.perYear.factor(after: 2) - 1.96) < 1e-12)
  }
}
