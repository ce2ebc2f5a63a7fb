/// The version of Payoff.
public enum Version {
  public static let number = "0.1.0"
}
