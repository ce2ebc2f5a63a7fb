import CRandomStreams
import ReferenceData
import Testing
import ValidationRecord

/// The known answers that are published with the generator.
///
/// Source: tests/kat_vectors of Random123, commit 9545ff6; D. E. Shaw Research, BSD-3-Clause.
private let knownAnswers: [(counter: [UInt32], key: [UInt32], expected: [UInt32])] = [
  (
    [0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000], [0x0000_0000, 0x0000_0000],
    [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
  ),
  (
    [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
    [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
  ),
  (
    [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
    [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
  ),
]

struct PhiloxTests {
  @Test func `a block agrees with the published known answers`() {
    for answer in knownAnswers {
      let found = block(answer.counter, key: answer.key)
      #expect(
        Validation.agreement(
          .generator, "words of Philox4x32-10", with: "known answers of Random123", figures: 4,
          worst: found == answer.expected ? 0 : 1, within: 0), "\(found)")
    }
  }

  @Test func `a block agrees with every line of the reference file`() throws {
    var lines = 0
    for line in try ReferenceData.text("streams/random123_kat.txt").split(separator: "\n")
    where line.hasPrefix("philox4x32 10 ") {
      let words = line.split(separator: " ").dropFirst(2).compactMap { UInt32($0, radix: 16) }
      try #require(words.count == 10)
      #expect(block(Array(words[0..<4]), key: Array(words[4..<6])) == Array(words[6..<10]))
      lines += 1
    }
    #expect(lines == 3)
  }

  @Test(arguments: [0, 1, 0x1234_5678_9abc_def0, UInt64.max])
  func `the numbers of a stream are its blocks in order, with all bits of the seed`(seed: UInt64) throws {
    let (replication, stream) = (UInt32(7), UInt64(0xfedc_ba98_7654_3210))
    let generator = try #require(payoff_stream_allocate(seed, replication, stream, 0))
    defer { gsl_rng_free(generator) }
    let state = payoff_stream_state(generator)
    for first in UInt32(0)..<100 {
      let counter = [first, replication, UInt32(truncatingIfNeeded: stream), UInt32(stream >> 32)]
      let words = block(counter, key: [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)])
      #expect(payoff_philox_bits(state) == UInt64(words[1]) << 32 | UInt64(words[0]))
      #expect(payoff_philox_bits(state) == UInt64(words[3]) << 32 | UInt64(words[2]))
    }
  }

  @Test func `GSL reads the same numbers from the generator, by 32 bits and by 53`() throws {
    let generator = try #require(payoff_stream_allocate(3, 0, 5, 0))
    let other = try #require(payoff_stream_allocate(3, 0, 5, 0))
    defer {
      gsl_rng_free(generator)
      gsl_rng_free(other)
    }
    let state = payoff_stream_state(other)
    for _ in 0..<100 {
      #expect(UInt64(gsl_rng_get(generator)) == payoff_philox_bits(state) >> 32)
      #expect(gsl_rng_uniform(generator) == payoff_philox_uniform(state))
    }
    #expect(gsl_rng_max(generator) == 0xffff_ffff)
    #expect(gsl_rng_min(generator) == 0)
    gsl_rng_set(generator, 0)
    payoff_philox_place(state, 0, 0, 0)
    #expect(gsl_rng_uniform(generator) == payoff_philox_uniform(state))
  }

  @Test func `the last numbers of a stream are given`() throws {
    let generator = try #require(payoff_stream_allocate(1, 2, 3, 0))
    defer { gsl_rng_free(generator) }
    let state = try #require(payoff_stream_state(generator))
    state.pointee.block = 1 << 32 - UInt64(PAYOFF_PHILOX_BLOCKS)
    for first in UInt32.max - UInt32(PAYOFF_PHILOX_BLOCKS) + 1...UInt32.max {
      let words = block([first, 2, 3, 0], key: [1, 0])
      #expect(payoff_philox_bits(state) == UInt64(words[1]) << 32 | UInt64(words[0]))
      #expect(payoff_philox_bits(state) == UInt64(words[3]) << 32 | UInt64(words[2]))
    }
  }

  @Test func `a stream whose numbers are all given stops the program instead of beginning again`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      guard let generator = payoff_stream_allocate(1, 2, 3, 0), let state = payoff_stream_state(generator) else {
        return
      }
      state.pointee.block = 1 << 32
      _ = payoff_philox_bits(state)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("2^33 numbers"))
    #expect(message.contains("draw from several streams"))
  }

  @Test func `the logarithm is within one unit in the last place of the C library's`() {
    var state: UInt64 = 1
    var worst = 0.0
    for step in 0..<200_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let x = (Double(state >> 11) + 1) * 0x1p-53 * (step.isMultiple(of: 2) ? 1 : 0x1p-20)
      let expected = libraryLog(x)
      worst = max(worst, abs(payoff_log(x) - expected) / expected.ulp)
    }
    #expect(
      Validation.agreement(
        .generator, "the logarithm that exponential draws use, in units in the last place", with: "the C library",
        figures: 200_000, worst: worst, within: 1))
    #expect(payoff_log(1) == 0)
  }

  private func block(_ counter: [UInt32], key: [UInt32]) -> [UInt32] {
    var words: [UInt32] = [0, 0, 0, 0]
    payoff_philox_block(counter, key, &words)
    return words
  }
}
