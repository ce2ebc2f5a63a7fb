import Testing

@testable import Demand

@Suite struct `The course of a load` {
  private static let loads = [
    Load("constant") { Requests(perDay: 1234) },
    Load("growing") {
      Requests(perDay: 1e6)
      Adoption(.exponential(growth: 0.3))
      Usage(requestsPerUser: .growing(0.2), tokensPerRequest: .points([(0, 1), (1, 1.4)]))
    },
    Load("saturating") {
      Requests(perDay: 10e6)
      Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: 0.2)
      Usage(tokensPerRequest: .growing(0.1))
      Rebound(elasticity: -0.6, price: .falling(0.4))
      Surge(onDay: 40, factor: 3, halfLife: 5)
      Surge(onDay: 90, factor: 0.5, rising: 10, halfLife: 20)
      Users(4e6)
    },
    Load("from nothing") {
      Requests(perDay: 500)
      Adoption(.bass(innovation: 0.02, imitation: 0.4))
    },
  ]

  @Test(arguments: loads) func `has the requests, users and lengths of each day to the bit`(load: Load) {
    let course = load.course(days: 400)
    for day in 0...400 {
      let years = Double(day) / 365.25
      #expect(course.requestsPerDay(of: load, onDay: day) == load.requestsPerDay(after: years))
      #expect(course.tokensPerRequest(onDay: day) == load.tokensPerRequest(after: years))
      #expect(course.users(onDay: day) == load.users(after: years))
    }
  }

  @Test func `is that of another load of other requests, and of none that moves differently or for longer`() {
    func load(_ requests: Double, _ growth: Double) -> Load {
      Load("calls") {
        Requests(perDay: requests)
        Adoption(.exponential(growth: growth))
      }
    }
    let course = load(100, 0.2).course(days: 30)
    #expect(course.describes(load(7e6, 0.2), days: 30))
    #expect(!course.describes(load(100, 0.21), days: 30))
    #expect(!course.describes(load(100, 0.2), days: 31))
    let other = load(7e6, 0.2)
    #expect(course.requestsPerDay(of: other, onDay: 30) == other.requestsPerDay(after: 30 / 365.25))
  }
}
