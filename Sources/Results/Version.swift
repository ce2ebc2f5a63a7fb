/// The version of Payoff.
package enum Version {
  package static let number = "0.2.0"
}
