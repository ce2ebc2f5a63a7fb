/// Units as a reader of a language writes them.
package enum UnitText {
  /// `USD/GPU-hour`, `美元/GPU 小时`; a unit of the experiment's own is looked up in its translation.
  package static func text(_ unit: String, in language: Language, _ translation: Translation = [:]) -> String {
    guard language == .chinese else { return unit }
    if let own = translation[unit] { return own }
    if let rate = rates[unit] { return rate }
    return unit.split(separator: "/", omittingEmptySubsequences: false).map { part in
      translation[String(part)] ?? words[String(part)] ?? String(part)
    }.joined(separator: "/")
  }

  /// A number with its unit: `12.3 M USD`, `8.00 months`, `1230 万美元`; of a pure number the number alone.
  package static func amount(
    _ number: String, _ unit: String, in language: Language, _ translation: Translation = [:]
  ) -> String {
    if unit.isEmpty || unit == "1" { return number }
    let isWord = language == .chinese && (number.hasSuffix("万") || number.hasSuffix("亿"))
    let isPlural = language == .english && times.contains(unit) && number != "1" && number != "1.00"
    return number + (isWord ? "" : " ") + text(unit, in: language, translation) + (isPlural ? "s" : "")
  }

  /// Of other than one of them there is a plural.
  private static let times: Set = ["month", "year", "week", "day", "hour", "minute", "second"]

  private static let rates = ["1/year": "每年", "1/month": "每月", "%/year": "%/年", "%/month": "%/月"]

  private static let words = [
    "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "year": "年", "years": "年", "month": "月",
    "months": "个月", "week": "周", "weeks": "周",
    "day": "天", "days": "天", "hour": "小时", "hours": "小时", "h": "小时", "minute": "分钟", "minutes": "分钟", "min": "分钟",
    "second": "秒", "seconds": "秒", "s": "秒", "ms": "毫秒", "GPU": "块 GPU", "GPUs": "块", "GPU-hour": "GPU 小时",
    "GPU-hours": "GPU 小时", "request": "次请求", "requests": "次请求", "call": "次调用", "calls": "次调用",
    "conversation": "次会话", "conversations": "次会话", "token": "个词元", "tokens": "个词元", "Mtoken": "百万词元",
    "Mtokens": "百万词元", "page": "页", "pages": "页", "record": "条记录", "records": "条记录", "contract": "份合同",
    "contracts": "份合同", "person-hour": "人时", "person-hours": "人时", "error": "个差错", "errors": "个差错",
    "order": "笔订单", "orders": "笔订单", "user": "用户", "users": "用户", "user-month": "用户月", "customer": "客户",
    "customers": "客户", "customer-month": "客户月", "person": "人", "people": "人", "car": "辆车", "cars": "辆车",
    "car-day": "车日", "replica": "个副本", "replicas": "个副本", "server": "台服务器", "servers": "台服务器", "kWh": "千瓦时",
    "GPU-s": "GPU 秒",
    "picture": "张图片", "pictures": "张图片", "piece": "篇内容", "pieces": "篇内容", "clip": "段视频", "clips": "段视频",
    "million GPU-hours": "百万 GPU 小时",
    "GB": "GB", "TB": "TB",
  ]
}
