import Experimentation

/// What the measures and the series of every forecast are called.
enum MeasureTitles {
  /// The title of a measure or a series; `nil` for a name of the experiment's own.
  ///
  /// - `text`: a text of the experiment in the language.
  static func title(of name: String, in language: Language, _ text: (String) -> String) -> String? {
    if let title = titles[name] { return title(in: language) }
    guard language == .chinese else { return nil }
    if let title = chinese[name] { return title }
    for (prefix, title) in prefixes where name.hasPrefix(prefix) {
      return title + line(String(name.dropFirst(prefix.count)), text)
    }
    // Of several loads or fleets: `gpus (A800s)`, `requests (chat)`.
    if name.hasSuffix(")"), let open = name.firstRange(of: " ("), let title = titles[String(name[..<open.lowerBound])] {
      return title(in: language) + "（" + text(String(name[open.upperBound...].dropLast())) + "）"
    }
    // Of one year: `unit_cost_year_3`.
    if let year = name.firstRange(of: "_year_"), let number = Int(name[year.upperBound...]),
      let title = titles[String(name[..<year.lowerBound])]
    {
      return "第 \(number) 年" + title(in: language)
    }
    return nil
  }

  /// What a cost or a benefit is called that a forecast adds itself.
  private static func line(_ name: String, _ text: (String) -> String) -> String {
    if name == "tax on profit" { return "所得税" }
    if name == "terminal value" { return "期末价值" }
    if name.hasPrefix("rent of ") { return text(String(name.dropFirst(8))) + "租金" }
    return text(name)
  }

  private static let prefixes = [
    ("cost: ", "成本："), ("benefit: ", "收益："), ("price: ", "价格指数："), ("available: ", "可用量："),
    ("indicator: ", "观察指标："), ("check: ", "核对："),
  ]

  private static let titles: [String: Text] = [
    "npv": Text("net present value", zh: "净现值"),
    "inflection_month": Text("benefit stays above cost (inflection month)", zh: "收益持续超过成本的月份（盈亏拐点）"),
    "payback_month": Text("cumulative cash stays above zero (payback)", zh: "累计现金流持续为正的月份（静态回本）"),
    "discounted_payback_month": Text("discounted payback", zh: "折现后回本的月份"),
    "cumulative_cash": Text("cumulative cash", zh: "累计现金流"),
    "unit_cost": Text("cost of a request", zh: "单次请求成本"),
    "unit_compute_cost": Text("compute cost of a request", zh: "单次请求算力成本"),
    "cost": Text("cost", zh: "成本"),
    "benefit": Text("benefit", zh: "收益"),
    "cash": Text("cash", zh: "现金流"),
    "compute_cost": Text("compute", zh: "算力成本"),
    "gpus": Text("GPUs paid for", zh: "付费 GPU 数"),
    "peak_gpus": Text("GPUs in the largest hour", zh: "高峰小时 GPU 数"),
    "gpu_price": Text("price of a GPU-hour", zh: "GPU 小时价格"),
    "utilisation": Text("utilisation", zh: "利用率"),
    "attainment": Text("share of requests served within the service level", zh: "服务水平达成率"),
    "overloaded_hours": Text("share of hours overloaded", zh: "超载小时占比"),
    "requests": Text("requests", zh: "请求量"),
  ]

  /// Measures that are called by their names in English.
  private static let chinese = [
    "cumulative_discounted_cash": "累计折现现金流",
    "cumulative_real_cash": "累计现金流（期初价格）",
    "npv_before_tax": "税前净现值",
    "cost_first_month": "首月成本",
    "compute_cost_first_month": "首月算力成本",
    "gpus_first_month": "首月付费 GPU 数",
    "peak_gpus_first_month": "首月高峰小时 GPU 数",
    "overloaded_hours_first_month": "首月超载小时占比",
    "irr": "内部收益率",
    "irr_real": "实际内部收益率",
    "irr_roots": "内部收益率的解的个数",
    "mirr": "修正内部收益率",
    "profitability_index": "现值指数",
    "total_cost": "总拥有成本（现值）",
    "covered_from_month": "阶段性覆盖成本的起始月份",
    "covered_to_month": "阶段性覆盖成本的截止月份",
    "gap_closing": "尚未覆盖成本但差距缩小",
    "paid_back_to_month": "曾经回本的截止月份（折现）",
    "paying_back": "尚未回本但正在收回",
    "peak_funding": "最大资金占用",
    "months_of_funding": "资金占用月数",
    "operating_cost": "运营成本（权责发生制）",
    "operating_benefit": "运营收益（权责发生制）",
    "terminal value": "期末价值",
    "depreciation": "折旧",
    "gain on sales": "资产处置损益",
    "operating result": "营业利润",
    "tax": "所得税",
    "net result": "净利润",
    "change in prepayments and payables": "预付与应付变动",
    "cash from operations": "经营活动现金流",
    "cash from capital": "资本性现金流",
    "cumulative cash": "累计现金流",
    "discounted cash": "折现现金流",
    "cumulative discounted cash": "累计折现现金流",
    "equivalent_annual_cost": "等额年成本",
    "cost_per_request": "全期单次请求成本",
    "benefit_per_request": "全期单次请求收益",
    "cost_per_million_tokens": "全期每百万词元成本",
    "benefit_per_million_tokens": "全期每百万词元收益",
    "cost_per_user_month": "全期每用户每月成本",
    "benefit_per_user_month": "全期每用户每月收益",
  ]
}
