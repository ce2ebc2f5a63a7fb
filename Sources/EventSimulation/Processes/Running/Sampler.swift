import Randomness

/// A quantity with the stream that it is drawn from in this replication.
struct Sampler {
  let quantity: Quantity
  let stream: RandomStream
}
