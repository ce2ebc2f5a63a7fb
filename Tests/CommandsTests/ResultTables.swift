import Demand
import Experimentation

@testable import Commands
@testable import Results

/// Results of every command, small and made up, with names that try to break out of wherever they are put.
enum ResultTables {
  /// Names that mean something to HTML, to JSON, to a script, to Vega and to a template.
  static let hostileNames = [
    "<script>alert(1)</script>", "\"'`quotes`'\"", "]]>--><!--", "datum['x'] + alert(1)", "{{{raw}}}", "a.b[0]\\c",
    "</script><img src=x onerror=alert(1)>", "名前\u{2028}\u{202E}",
  ]

  static func facts(_ command: any Command.Type, measure: String? = nil) -> ResultFacts {
    ResultFacts(
      command: command.facts.name, experiment: "Test", question: "Is it?", measure: measure, unit: "CNY",
      firstMonth: command == RunCommand.self ? .month(2026, 1) : nil, months: command == RunCommand.self ? 3 : nil,
      currency: "CNY")
  }

  private static func table(_ header: String, _ rows: [[String]]) -> Table {
    var table = Table(header: header.split(separator: ",").map(String.init))
    for row in rows { table.append(row) }
    return table
  }

  private static let measureColumns =
    "measure,unit,n,mean,sd,ci95_low,ci95_high,p05,p10,p25,p50,p75,p90,p95,min,max,empty,positive"
  private static func measureCells(_ name: String, _ unit: String) -> [String] {
    if unit == "month" {
      return [name, unit, "9"] + Array(repeating: "", count: 4) + [
        "1", "1", "1", "2", "2", "3", "3", "1", "", "1", "9",
      ]
    }
    return [
      name, unit, "9", "2e8", "1", "1e8", "3e8", "-3e8", "-2e8", "1", "2e8", "3e8", "9e8", "2e9", "-4e8", "3e9", "1",
      "6",
    ]
  }

  /// A result of each command, with a name in every place where an experiment's own words go.
  static func all(naming name: String) -> [ResultSet] {
    let inputs = table(
      "input,unit,distribution,value,source,overridden",
      [[name, name, name, "", "assumption: \(name)", "false"], ["other", "1", "3", "3", "fact: F1", "false"]])
    func set(_ command: any Command.Type, measure: String? = nil, _ tables: [String: Table]) -> ResultSet {
      ResultSet(
        facts(command, measure: measure), tables: tables.merging(["inputs": inputs]) { first, _ in first },
        command.presentation)
    }
    let months = [
      "cumulative_cash", "unit_cost", "operating_cost", "operating_benefit", "compute_cost", "gpus", "requests", name,
    ].flatMap {
      series in
      (1...3).map { month in
        [
          series, series == "gpus" ? "GPUs" : "CNY", "\(month)", "\(month)", "1", "2", "3", "\(4 - month)", "5", "6",
          "7",
        ]
      }
    }
    let run = set(
      RunCommand.self,
      [
        "summary": table(
          measureColumns,
          ["inflection_month", "payback_month", "npv", name].map { measureCells($0, $0 == "npv" ? "CNY" : "month") }),
        "drivers": table(
          "measure,unit,input,lowest,highest,mean_lowest,mean_highest,swing,variance_share,noise_floor",
          [
            ["npv", "CNY", name, "1", "2", "-1e6", "3e6", "4e6", "0.6", "0.01"],
            ["npv", "CNY", "other", "1", "2", "1e6", "1e6", "0", "0", "0.01"],
          ]),
        "timeline": table("measure,unit,month,mean,p05,p10,p25,p50,p75,p90,p95", months),
        "distribution": table(
          "measure,unit,from,to,replications,share,share_to",
          ["inflection_month", "payback_month", "npv", name].flatMap {
            [[$0, "month", "0", "1", "3", "0.3", "0.3"], [$0, "month", "1", "2", "6", "0.6", "0.9"]]
          }),
        "checks": table(
          "check,unit,closed_form,p10,p50,p90,ratio,explanation", [[name, name, "1", "1", "2", "3", "2", name]]),
      ])
    let trial = ResultSet(
      ResultFacts(command: RunCommand.facts.name, experiment: name, question: name),
      tables: [
        "summary": table(measureColumns, [measureCells(name, name)]),
        "distribution": run.tables["distribution"] ?? table("measure", []),
      ], RunCommand.presentation)
    func sensitivity(_ method: String, _ indices: [String]) -> ResultSet {
      var rows = [name, "other"].flatMap { input in
        indices.map { [method, name, input, $0, input == name ? "0.6" : "0.2", "0.1", "0.7", ""] }
      }
      if method == "sobol" { rows.append([method, name, name, "S2", "0.1", "0.05", "0.2", "other"]) }
      return set(
        SensitivityCommand.self, measure: name,
        ["sensitivity": table("method,measure,input,index,value,ci95_low,ci95_high,second_input", rows)])
    }
    func sweep(_ variations: [(String, [String])]) -> ResultSet {
      var points: [[String]] = [[]]
      for (_, values) in variations { points = points.flatMap { point in values.map { point + [$0] } } }
      var sweep = Table(header: ["point"] + variations.map(\.0) + measureColumns.split(separator: ",").map(String.init))
      for (place, point) in points.enumerated() { sweep.append(["\(place + 1)"] + point + measureCells(name, name)) }
      return set(SweepCommand.self, measure: name, ["sweep": sweep])
    }
    return [
      run, trial, sensitivity("tornado", ["low", "base", "high", "swing", "break_even"]),
      sensitivity("spider", ["q0.05", "q0.5", "q0.95"]), sensitivity("morris", ["mu", "mu_star", "sigma"]),
      sensitivity("sobol", ["S1", "ST"]), sensitivity("prcc", ["PRCC"]), sensitivity("delta", ["delta", "S1"]),
      sweep([(name, ["1", "2"])]), sweep([(name, ["1", "2"]), ("other", ["3", "4"])]), sweep([(name, [name, "b"])]),
      sweep([("other", ["1", "2"]), (name, [name, "b"])]),
      set(
        CompareCommand.self, measure: name,
        [
          "options": table(
            "option,\(measureColumns),chance_greatest,chance_least",
            [[name] + measureCells(name, name) + ["0.7", "0.3"], ["b"] + measureCells(name, name) + ["0.3", "0.7"]]),
          "differences": table(
            "measure,unit,option,other,n,difference_mean,difference_ci95_low,difference_ci95_high,chance_greater,chance_same,runs_saved",
            [[name, name, "b", name, "9", "3", "2", "4", "0.9", "0", "10"]]),
        ]),
      set(
        DecideCommand.self, measure: name,
        [
          "decision": table(
            "option,unit,expected_value,expected_value_ci95_low,expected_value_ci95_high,chance_of_best,mean_regret,regret_p95,regret_max,chance_of_loss,value_at_risk,expected_shortfall,expected_shortfall_ci95_low,expected_shortfall_ci95_high",
            [name, "b"].map { [$0, name, "2", "1", "3", "0.6", "1", "2", "3", "0.2", "-1", "-2", "-3", "-1"] }),
          "attitudes": table("attitude,parameter,best_option,worth,unit", [["expected value", "", name, "3", name]]),
          "evppi": table(
            "inputs,unit,value,ci95_low,ci95_high,bias,noise_floor,is_beyond_noise",
            [["everything", name, "5", "4", "6", "", "", ""], [name, name, "3", "2", "4", "0", "1", "true"]]),
        ]),
      set(
        WaitCommand.self, measure: name,
        [
          "timing": table(
            "strategy,measure,unit,mean,ci95_low,ci95_high,improvement,improvement_ci95_low,improvement_ci95_high,training_mean,median_month,never",
            [
              ["at once", name, name, "3", "2", "4", "0", "0", "0", "3", "0", "0"],
              [name, name, name, "5", "4", "6", "2", "1", "3", "5", "6", "0.2"],
            ]),
          "acting": table(
            "strategy,month,share",
            [["at once", "0", "1"], ["at once", "6", "0"], [name, "0", "0.5"], [name, "6", "0.3"]]),
        ]),
      set(
        EvidenceCommand.self, measure: name,
        [
          "evidence": table(
            "input,meaning,value,unit,stated,date,source,confidence,flags,influence,ci95_low,ci95_high",
            [[name, name, name, name, "", "", name, "none", "unsourced", "0.6", "0.5", "0.7"]])
        ]),
      set(
        DiscoverCommand.self, measure: name,
        [
          "boxes": table(
            "box,input,unit,side,limit,quasi_p,density,coverage,mass,futures,out_of_sample_density,range_low,range_high",
            [
              ["1", name, name, "low", "3", "0.01", "0.8", "0.5", "0.2", "20", "0.7", "1", "9"],
              ["1", "other", "1", "high", "3", "0.1", "0.8", "0.5", "0.2", "20", "0.7", "1", "9"],
            ]),
          "trajectory": table(
            "box,step,phase,density,coverage,mass,restricted_inputs",
            [["1", "0", "peeling", "0.4", "1", "1", "0"], ["1", "1", "peeling", "0.8", "0.5", "0.2", "2"]]),
        ]),
      set(
        SeekCommand.self, measure: name,
        [
          "seek": table(
            "rent,figure,unit,target,value,ci95_low,ci95_high",
            [["1", name, name, "0.8", "0.9", "0.8", "1"], ["2", name, name, "0.8", "0.7", "0.6", "0.8"]])
        ]),
      set(
        SeekCommand.self, measure: name,
        [
          "seek": table(
            "rent,figure,unit,target,value,ci95_low,ci95_high,solution,absence",
            [
              ["1", name, "month", "12", "9", "8", "", "step", "later than any"],
              ["2", name, "month", "12", "", "", "", "step", "later than any"],
            ])
        ]),
      set(
        SeekCommand.self, measure: name,
        [
          "seek": table(
            "scaling,measure,unit,mean,ci95_low,ci95_high,replications,is_retained",
            [[name, name, name, "3", "2", "4", "20", "true"], ["b", name, name, "1", "0", "2", "20", "false"]])
        ]),
      set(
        ReplayCommand.self,
        [
          "summary": table(
            "measure,statistic,value,unit",
            ["queue", "ttft", "tpot", "e2e"].flatMap { measure in
              ["p50", "p90", "p95", "p99"].map { [measure, $0, "0.5", "s"] }
            })
        ]),
      set(
        SizeCommand.self,
        [
          "size": table(
            "hour,rate_per_s,replicas,level,limit_s,percentile_s,verdict",
            [
              ["busiest", "10", "2", name, "0.5", "0.4", "holds"], ["busiest", "10", "1", name, "0.5", "0.7", "fails"],
            ]),
          "summary": table("measure,statistic,value,unit", [["replicas", "busiest hour", "2", "replicas"]]),
        ]),
      set(
        TraceCommand.self,
        [
          "queue": table(
            "resource,time,waiting,most_waiting,busy,capacity",
            [
              [name, "0", "0", "0", "0.5", "2"], [name, "1", "1.5", "3", "2", "2"], ["desk", "0", "0", "0", "1", "1"],
            ]),
          "resources": table(
            "run,resource,mean_waiting,most_waiting,time_of_most_waiting,mean_busy,mean_capacity",
            [["1", name, "0.75", "3", "1.2", "1.25", "2"], ["1", "desk", "0", "0", "0", "1", "1"]]),
        ]),
      set(
        BacktestCommand.self,
        [
          "scores": table(
            "subject,method,role,horizon,forecasts,has_band,coverage_10_90,crps",
            [
              [name, "walk", "calibrated", "all", "9", "true", "0.8", "0.1"],
              [name, "fall", "before", "all", "9", "true", "0.1", "0.2"],
            ]),
          "reliability": table(
            "subject,method,role,level,forecasts,share",
            [[name, "walk", "calibrated", "0.5", "9", "0.4"], [name, "fall", "before", "0.5", "9", "0.9"]]),
        ]),
    ]
  }
}
