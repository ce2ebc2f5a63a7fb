import CommandOptions
import Randomness

// What was asked for beside the seed and what is set, as a shell reads it: what makes the same results again.

extension ReplicatedOptions {
  var shellOptions: [String] { ["--replications \(replications)"] }
}

extension MeasuredOptions {
  var shellOptions: [String] {
    (measure.map { ["--measure \(ShellText.quoted($0))"] } ?? []) + (lessIsBetter ? ["--less-is-better"] : [])
  }
}

extension RunOptions {
  var shellOptions: [String] {
    replicated.shellOptions + (precision.map { ["--precision \(ShellText.quoted($0))", "--cap \(cap)"] } ?? [])
  }
}

extension SweepOptions {
  var shellOptions: [String] {
    variations.map { "--vary \(ShellText.quoted($0))" } + (pairedWith.map { ["--paired-with \($0)"] } ?? [])
      + (measure.map { ["--measure \(ShellText.quoted($0))"] } ?? []) + replicated.shellOptions
  }
}

extension SensitivityOptions {
  func shellOptions(method: String, size: Int) -> [String] {
    ["--method \(method)", "--size \(size)"] + (self.method.secondOrder ? ["--second-order"] : [])
      + (self.method.measure.map { ["--measure \(ShellText.quoted($0))"] } ?? [])
  }
}

extension CompareOptions {
  var shellOptions: [String] {
    choice.map { "--choice \(ShellText.quoted($0))" } + measured.shellOptions + replicated.shellOptions
  }
}

extension DecideOptions {
  var shellOptions: [String] {
    var options = choice.map { "--choice \(ShellText.quoted($0))" } + measured.shellOptions
    options.append("--tail \(tail.shortest)")
    if let tolerance { options.append("--tolerance \(tolerance.shortest)") }
    if let leaveIt { options.append(leaveIt ? "--leave-it" : "--no-leave-it") }
    return options + replicated.shellOptions
  }
}

extension WaitOptions {
  var shellOptions: [String] {
    (timing.map { ["--timing \(ShellText.quoted($0))"] } ?? [])
      + (measure.map { ["--measure \(ShellText.quoted($0))"] } ?? []) + replicated.shellOptions
  }
}

extension EvidenceOptions {
  var shellOptions: [String] {
    (measure.map { ["--measure \(ShellText.quoted($0))"] } ?? []) + replicated.shellOptions
  }
}

extension DiscoverOptions {
  var shellOptions: [String] {
    (condition.map { ["--where \(ShellText.quoted($0))"] } ?? [])
      + ["--density \(density.shortest)", "--mass \(mass.shortest)", "--boxes \(boxes)"] + replicated.shellOptions
  }
}

extension SeekOptions {
  var shellOptions: [String] {
    func option(_ name: String, _ value: String?) -> [String] {
      value.map { ["\(name) \(ShellText.quoted($0))"] } ?? []
    }
    var options = option("--target", target) + option("--within", within)
    options += option("--maximise", maximise) + option("--minimise", minimise)
    options += over.flatMap { option("--over", $0) } + option("--indifference", indifference?.shortest)
    return options + (over.isEmpty ? [] : ["--cap \(cap)"]) + replicated.shellOptions
  }
}
