/// A transaction as a formula sees it.
public struct Transaction: ~Copyable {
  let slot: Int32
}
