import Glibc
import Results

/// The bits of the mathematical functions of this machine.
///
/// glibc has other versions of `exp`, `log`, `sin` and their like for processors with fused multiply-add. Of a thousand
/// values one differs in its last bit, and so do those of other versions of glibc. Shards of one plan must not mix them.
enum Arithmetic {
  /// Two machines with the same have the same bits; so many values that the versions of glibc are told apart.
  static var fingerprint: String {
    let functions: [@Sendable (Double) -> Double] = [
      { exp(40 * ($0 - 0.5)) }, { log(100 * $0) }, { pow(0.1 + 10 * $0, 2.5 * $0) }, { sin(20 * $0) },
      { cos(20 * $0) }, { tan(3 * ($0 - 0.5)) }, { log1p($0) }, { expm1(4 * ($0 - 0.5)) }, { exp2(40 * ($0 - 0.5)) },
      { tgamma(0.1 + 20 * $0) }, { erf(6 * ($0 - 0.5)) }, { erfc(6 * ($0 - 0.5)) },
      { atan(10 * ($0 - 0.5)) }, { sinh(4 * ($0 - 0.5)) }, { tanh(4 * ($0 - 0.5)) },
    ]
    var digest = MessageDigest()
    for function in functions {
      // The golden ratio's multiples fill the interval evenly.
      var (sum, point): (UInt64, UInt64) = (0, 0)
      for _ in 0..<values {
        point &+= 0x9E37_79B9_7F4A_7C15
        let value = function((Double(point >> 11) + 0.5) * 0x1p-53)
        sum = (sum ^ value.bitPattern) &* 0x100_0000_01B3
      }
      withUnsafeBytes(of: sum.littleEndian) { digest.update(Array($0)) }
    }
    return String(digest.hexadecimal().prefix(16))
  }

  private static let values = 20_000

  /// The variable with which glibc hides a part of the processor.
  static let variable = "GLIBC_TUNABLES"
  /// What hides fused multiply-add.
  static let withoutFusion = "glibc.cpu.hwcaps=-FMA,-FMA4"
}
