/// The ways of a ``Decide``, each up to a cumulative probability; without probabilities, by number.
struct ChoiceTable: Sendable {
  var bounds: [Double] = []
  var ways: [Int32] = []
}
