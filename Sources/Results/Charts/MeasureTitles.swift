package import Experimentation

/// What the measures and the series of every forecast are called.
package enum MeasureTitles {
  /// The title of a measure or a series; `nil` for a name of the experiment's own.
  ///
  /// - `text`: a text of the experiment in the language.
  static func title(of name: String, in language: Language, _ text: (String) -> String) -> String? {
    if let title = titles[name] { return title(in: language) }
    for (prefix, title) in prefixes where language == .chinese && name.hasPrefix(prefix) {
      return title + line(String(name.dropFirst(prefix.count)), text)
    }
    // Of several loads or fleets: `gpus (A800s)`, `requests (chat)`.
    if name.hasSuffix(")"), let open = name.firstRange(of: " ("), let title = titles[String(name[..<open.lowerBound])] {
      let part = text(String(name[open.upperBound...].dropLast()))
      return title(in: language) + language(" (\(part))", "（\(part)）")
    }
    // Of one year: `unit_cost_year_3`.
    if let year = name.firstRange(of: "_year_"), let number = Int(name[year.upperBound...]),
      let title = titles[String(name[..<year.lowerBound])]
    {
      return language("\(title(in: language)), year \(number)", "第 \(number) 年" + title(in: language))
    }
    return nil
  }

  /// The same, short enough for a column of a terminal; a name of the experiment's own in words.
  package static func short(of name: String) -> String {
    shortTitles[name] ?? title(of: name, in: .english) { $0 } ?? words(of: name)
  }

  /// What a sentence calls a measure; a condition stands as it is written.
  package static func phrase(of name: String) -> String { phrases[name] ?? short(of: name) }

  /// What a sentence in a language calls a measure; one of the experiment's own as its translation has it.
  package static func phrase(of name: String, in language: Language, _ translation: Translation) -> String {
    guard language == .chinese else { return phrase(of: name) }
    return title(of: name, in: .chinese) { translation[$0] ?? $0 } ?? translation[name] ?? words(of: name)
  }

  /// The heading of a table of a measure: what it is, and the name to type where that is another.
  package static func heading(of name: String) -> String {
    let phrase = phrase(of: name)
    return phrase == name ? name : "\(phrase) (\(name))"
  }

  private static let phrases = [
    "inflection_month": "inflection month", "payback_month": "payback month",
    "discounted_payback_month": "discounted payback month", "attainment": "share served within the service level",
  ]

  /// The title of a measure or a series; of the experiment's own what its texts say, or else its name in words.
  static func words(of name: String, _ facts: ResultFacts, in language: Language) -> String {
    if let title = title(of: name, in: language, { facts.texts.text($0, in: language) }) { return title }
    let own = facts.texts.text(name, in: language)
    return own == name ? words(of: name) : own
  }

  /// A name of the experiment's own in words: `early_movers_gain` is "early movers gain".
  static func words(of name: String) -> String { name.replacing("_", with: " ") }

  private static let shortTitles = [
    "inflection_month": "benefit above cost from", "payback_month": "payback",
    "attainment": "served within service level",
  ]

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
    "unit_compute_cost": Text("compute per request", zh: "单次请求算力成本"),
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
    "cumulative_discounted_cash": Text("cumulative discounted cash", zh: "累计折现现金流"),
    "cumulative_real_cash": Text("cumulative cash, in money of the start", zh: "累计现金流（期初价格）"),
    "npv_before_tax": Text("net present value before tax", zh: "税前净现值"),
    "cost_first_month": Text("cost of the first month", zh: "首月成本"),
    "compute_cost_first_month": Text("compute cost, month 1", zh: "首月算力成本"),
    "gpus_first_month": Text("GPUs paid for, month 1", zh: "首月付费 GPU 数"),
    "peak_gpus_first_month": Text("GPUs, largest hour, month 1", zh: "首月高峰小时 GPU 数"),
    "overloaded_hours_first_month": Text("overloaded hours, month 1", zh: "首月超载小时占比"),
    "irr": Text("internal rate of return", zh: "内部收益率"),
    "irr_real": Text("real rate of return", zh: "实际内部收益率"),
    "irr_roots": Text("number of internal rates of return", zh: "内部收益率的解的个数"),
    "mirr": Text("modified rate of return", zh: "修正内部收益率"),
    "profitability_index": Text("profitability index", zh: "现值指数"),
    "total_cost": Text("total cost, present value", zh: "总拥有成本（现值）"),
    "covered_from_month": Text("benefit covers cost for a while, from month", zh: "阶段性覆盖成本的起始月份"),
    "covered_to_month": Text("benefit covers cost for a while, to month", zh: "阶段性覆盖成本的截止月份"),
    "gap_closing": Text("cost not covered yet, gap closing", zh: "尚未覆盖成本但差距缩小"),
    "paid_back_to_month": Text("paid back for a while, to month", zh: "曾经回本的截止月份（折现）"),
    "paying_back": Text("not paid back yet, coming back", zh: "尚未回本但正在收回"),
    "peak_funding": Text("peak funding", zh: "最大资金占用"),
    "months_of_funding": Text("months of funding", zh: "资金占用月数"),
    "operating_cost": Text("operating cost", zh: "运营成本（权责发生制）"),
    "operating_benefit": Text("operating benefit", zh: "运营收益（权责发生制）"),
    "terminal value": Text("terminal value", zh: "期末价值"),
    "depreciation": Text("depreciation", zh: "折旧"),
    "gain on sales": Text("gain on sales", zh: "资产处置损益"),
    "operating result": Text("operating result", zh: "营业利润"),
    "tax": Text("tax", zh: "所得税"),
    "net result": Text("net result", zh: "净利润"),
    "change in prepayments and payables": Text("change in prepayments and payables", zh: "预付与应付变动"),
    "cash from operations": Text("cash from operations", zh: "经营活动现金流"),
    "cash from capital": Text("cash from capital", zh: "资本性现金流"),
    "cumulative cash": Text("cumulative cash", zh: "累计现金流"),
    "discounted cash": Text("discounted cash", zh: "折现现金流"),
    "cumulative discounted cash": Text("cumulative discounted cash", zh: "累计折现现金流"),
    "equivalent_annual_cost": Text("equivalent annual cost", zh: "等额年成本"),
    "cost_per_request": Text("cost per request", zh: "全期单次请求成本"),
    "benefit_per_request": Text("benefit per request", zh: "全期单次请求收益"),
    "cost_per_million_tokens": Text("cost per million tokens", zh: "全期每百万词元成本"),
    "benefit_per_million_tokens": Text("benefit per million tokens", zh: "全期每百万词元收益"),
    "cost_per_user_month": Text("cost per user and month", zh: "全期每用户每月成本"),
    "benefit_per_user_month": Text("benefit per user and month", zh: "全期每用户每月收益"),
  ]
}
