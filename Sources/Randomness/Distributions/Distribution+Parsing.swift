extension Distribution {
  /// Reads a distribution as the command line and the tables of results write it.
  ///
  /// ```swift
  /// try Distribution(parsing: "uniform(0.2, 0.6)")
  /// try Distribution(parsing: "normal(mean: 1, deviation: 2)")
  /// try Distribution(parsing: "5 to 50")
  /// try Distribution(parsing: "mixture(0.3: 0, 0.7: triangular(1, 2, 5))")
  /// ```
  /// A plain number is a constant. Parameters go by their order or by their labels; where a family has two forms
  /// (`gamma(shape:, scale:)` and `gamma(mean:, variation:)`), by their labels.
  ///
  /// - Throws: ``InvalidValue``, which says what was expected and the nearest known name.
  public init(parsing text: String) throws(InvalidValue) {
    ScientificLibrary.prepare()
    var parser = DistributionParser(text)
    self = try parser.parse()
  }
}
