/// Who goes first among those who wait with equal priority.
///
/// Priority comes first in every discipline: the larger number goes before the smaller.
public enum Discipline: Sendable, Hashable {
  /// Who came first is served first.
  case firstCome
  /// Who came last is served first.
  case lastCome
  /// Who has the smallest value of the attribute is served first, and of equals who came first.
  case smallest(Attribute)
  /// Who has the largest value of the attribute is served first, and of equals who came first.
  case largest(Attribute)
}
