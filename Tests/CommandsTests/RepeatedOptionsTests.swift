import Testing

@testable import Commands

@Suite struct RepeatedOptionsTests {
  @Test(
    arguments: [
      ("--gpu rtx_4090 --gpu h100", ["--gpu is given 2 times and takes one value; the last counts, h100"]),
      (
        "--gpu=rtx_4090 --model qwen3-8b --gpu=h100",
        ["--gpu is given 2 times and takes one value; the last counts, h100"]
      ),
      ("--gpu h100 --model qwen3-8b --json", []), ("--gpu h100 --gpu h100", []), ("--gpu h100 -- --gpu h200", []),
    ] as [(String, [String])])
  func `an option with one value that is given several says which counts`(_ line: String, _ notes: [String]) {
    let words = [DeploymentsCommand.name] + line.split(separator: " ").map(String.init)
    #expect(RepeatedOptions.notes(words, of: DeploymentsCommand.self) == notes)
  }

  @Test func `options that may be repeated and other names of an option are known`() {
    func notes(_ line: String) -> [String] {
      RepeatedOptions.notes([ReplayCommand.name] + line.split(separator: " ").map(String.init), of: ReplayCommand.self)
    }
    #expect(notes("--within ttft=1s --within e2e=2s --max-queue 3 --max-queue batch=4") == [])
    #expect(notes("-d a.json --deployment b.json").count == 1)
  }
}
