/// How often the parts of a training cluster fail.
public enum ClusterReliability {
  /// The GPU-hours between two unexpected interruptions of any cause: 419 in 54 days of 16 384 H100s.
  public static let llama3 = Fact<Quantity<GPUHour>>(
    Quantity(16_384 * 54 * 24 / 419), date: "2024", source: "Meta, The Llama 3 herd of models, table 5")
}
