import Randomness
import Testing

@testable import Experimentation

/// The units of inputs, and what follows from them.
@Suite struct InputUnitTests {
  @Test(arguments: [InputUnit.perYear, .perMonth])
  func `a rate lies between -0.5 and 1, whatever its period`(_ unit: InputUnit) {
    #expect(unit.impliedDomain(of: .uniform(0, 0.1)) == -0.5...1)
    #expect(unit.impliedDomain(of: .uniform(-0.1, 0.1)) == -0.5...1)
  }

  @Test func `a unit without a rate is at least 0 where it is declared so`() {
    #expect(InputUnit("requests/day").impliedDomain(of: .uniform(0, 1)) == 0 ... .infinity)
    #expect(InputUnit("hours").impliedDomain(of: .uniform(-1, 1)) == nil)
    #expect(InputUnit.one.impliedDomain(of: .uniform(0, 1)) == nil)
  }
}
