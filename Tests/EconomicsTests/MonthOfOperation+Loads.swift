import Economics

extension MonthOfOperation {
  /// A month with its loads by name.
  init(index: Int, loads: KeyValuePairs<String, LoadOfMonth>, usages: [Usage] = [], supplies: [Supply] = []) {
    self.init(
      index: index, names: loads.map(\.key), loads: loads.map(\.value), usages: usages, supplies: supplies)
  }
}
