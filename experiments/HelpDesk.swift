import Payoff

/// A help desk whose callers hang up when they wait too long: a custom model in process blocks.
@main
struct HelpDesk: Experiment {
  static let question = "How many callers hang up when a model answers first and resolves the easy calls?"

  @Uncertain(.between(40, 70), "calls in an hour", unit: "calls/hour", source: .assumption("an example"))
  var callsPerHour: Double

  @Uncertain(.triangular(0.1, 0.3, 0.5), "share of calls that the model resolves", source: .assumption("an example"))
  var resolvedByModel: Double

  @Uncertain(
    .between(4, 8), "minutes that a person spends on a call", unit: "minutes", source: .assumption("an example"))
  var handling: Double

  @Choice("who takes the call first")
  var first: First = .model

  enum First: String, CaseIterable { case person, model }

  var scenario: Scenario {
    let agents = Resource("agents", capacity: 5)
    let share = first == .model ? resolvedByModel : 0
    let model = ProcessModel {
      Flow("call") {
        Arrive(every: .exponential(mean: 60 / callsPerHour))
        Decide {
          Branch(probability: share) {
            Delay(.gamma(mean: 1.5, variation: 0.5))
            Count("resolved by the model")
            Leave()
          }
        }
        Seize(agents, patience: .exponential(mean: 5)) {
          Count("hung up")
          Leave()
        }
        Delay(.gamma(mean: handling, variation: 0.8))
        Release(agents)
      }
    }
    // Ten days of eight hours, in minutes; the first two hours are left out.
    Trial { streams in
      let day = try model.run(streams, until: 4800, warmUp: 120)
      let calls = Double(day.flow("call").arrived)
      return [
        .init("hung_up", Double(day.count("hung up")) / calls),
        .init("wait_mean", day[agents].wait.mean, unit: "minutes"),
        .init("wait_p95", day[agents].wait.percentile(95), unit: "minutes"),
        .init("utilisation", day[agents].utilisation),
      ]
    }
  }
}

extension HelpDesk {
  static let chinese: Translation = [
    question: "由模型先接听并解决简单来电后，有多少来电者中途挂断？",
    "calls in an hour": "每小时来电数",
    "an example": "示例",
    "share of calls that the model resolves": "模型解决的来电占比",
    "minutes that a person spends on a call": "人工处理一通来电的分钟数",
    "who takes the call first": "由谁先接听",
    "person": "人工",
    "model": "模型",
    "hung_up": "挂断率",
    "wait_mean": "平均等待时间",
    "wait_p95": "95% 分位等待时间",
  ]
}
