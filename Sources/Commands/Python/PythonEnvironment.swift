import CompiledExperiments
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The Python that draws and executes: in a virtual environment of the project, which is made when it is first needed.
struct PythonEnvironment {
  /// What is installed in it together.
  enum Packages: String {
    /// vl-convert, which draws.
    case charts
    /// What executes a notebook, and draws in it.
    case notebooks
  }

  /// The variable that names another Python with the packages.
  static let variable = "PAYOFF_PYTHON"

  /// Tells the script where the environment is.
  private static let folderVariable = Environment.Key(stringLiteral: ProgramVariable.pythonEnvironment.rawValue)

  private let interpreter: FilePath

  /// - Throws: ``CommandError`` where Python or a package cannot be had, with what to do.
  init(with packages: Packages) async throws {
    if let problem = AddressSpaceLimit.problemOfDrawing() { throw CommandError(.unavailable, problem) }
    if let path = ProcessInfo.processInfo.environment[Self.variable], !path.isEmpty {
      guard access(path, X_OK) == 0 else {
        throw CommandError(
          .unavailable, "\(Self.variable) names \(path), which is no program; name a python3, or unset it")
      }
      interpreter = FilePath(path)
      return
    }
    let setUp = BuiltLibrary.project.appending("scripts/setup-python")
    guard access(setUp.string, X_OK) == 0 else {
      throw CommandError(
        .unavailable,
        "\(setUp) is missing, which makes the Python environment; name a Python that has the packages in "
          + Self.variable)
    }
    // It does nothing, and takes no time, where all is there.
    let result = try await Subprocess.run(
      .path(setUp), arguments: [packages.rawValue],
      environment: .inherit.updating([Self.folderVariable: BuiltLibrary.pythonEnvironment.string]),
      output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
      error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
    guard result.terminationStatus.isSuccess else {
      throw CommandError(
        .unavailable,
        "the Python packages that \(packages == .charts ? "draw charts" : "execute notebooks") cannot be had; the "
          + "messages above say why. With a network, scripts/setup-python \(packages.rawValue) installs them; without, "
          + "name a Python that has them in \(Self.variable). The specifications in charts/ are drawn by every Vega-Lite "
          + "viewer, as those of JupyterLab and VS Code")
    }
    interpreter = BuiltLibrary.pythonEnvironment.appending("bin/python")
  }

  /// The most bytes that a script may print.
  private static let mostBytes = 1 << 30

  /// Runs a script with a text on its standard input; what it prints.
  ///
  /// It is read piece by piece, so that no more memory is asked for than it takes.
  /// - Throws: ``CommandError`` where it fails; its messages go to standard error.
  func run(_ script: [UInt8], input: String, naming what: String) async throws -> [UInt8] {
    let result = try await Subprocess.run(
      .path(interpreter), arguments: ["-I", "-c", String(decoding: script, as: UTF8.self)],
      input: .string(input), output: .sequence,
      error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
    ) { execution -> [UInt8] in
      var printed: [UInt8] = []
      for try await piece in execution.standardOutput {
        piece.withUnsafeBytes { printed.append(contentsOf: $0) }
        guard printed.count <= Self.mostBytes else {
          throw CommandError(.unavailable, "\(what) gave more than \(Self.mostBytes >> 20) MiB, which is not kept")
        }
      }
      return printed
    }
    guard result.terminationStatus.isSuccess else {
      throw CommandError(.unavailable, "\(what) failed in \(interpreter); its messages are above")
    }
    return result.closureResult
  }
}
