public import Randomness

/// Makes a number from a transaction and, where it needs chance, from the random stream of the block that asks.
///
/// ```swift
/// Delay { job, draws in job[pages] / 30 + draws.uniform() }
/// ```
public typealias Formula = @Sendable (_ transaction: inout Transaction, _ draws: RandomStream) -> Double

/// Says whether something holds for a transaction: `{ call in call[size] > 3 }`.
public typealias Test = @Sendable (_ transaction: inout Transaction) -> Bool
