import FoundationEssentials
import Results
import SystemPackage

/// Draws charts with vl-convert.
struct ChartPainter {
  /// What pictures are made of.
  enum Format: String, CaseIterable {
    case svg, png
  }

  /// A chart, and the directory whose tables it reads.
  struct Job {
    let directory: FilePath
    let specification: JSONValue
  }

  /// Pictures, and the script that makes them answer to a pointer.
  struct Painting {
    let pictures: [[UInt8]]
    let runtime: String
  }

  private let python: PythonEnvironment

  init() async throws { python = try await PythonEnvironment(with: .charts) }

  /// Draws charts in the order in which they come.
  /// - Parameter runtime: whether the script of Vega is wanted too.
  func draw(_ jobs: [Job], as format: Format, runtime: Bool = false) async throws -> Painting {
    let task: JSONValue = [
      "jobs": .array(
        jobs.map { job in
          [
            "folder": .string(job.directory.appending(Chart.folder).string), "specification": job.specification,
            "format": .string(format.rawValue),
          ]
        }), "bundle": .boolean(runtime),
    ]
    let output = try await StageLine.during("Drawing \(jobs.count) charts") {
      try await python.run(PackageResources.draw_py, input: task.compactText, naming: "drawing")
    }
    let answer: Answer
    do {
      answer = try JSONDecoder().decode(Answer.self, from: Data(output))
    } catch {
      throw CommandError(.unavailable, "drawing gave something else than pictures: \(error)")
    }
    let pictures = try answer.pictures.map { text in
      guard format == .png else { return Array(text.utf8) }
      guard let data = Data(base64Encoded: text) else {
        throw CommandError(.unavailable, "drawing gave a picture that is none")
      }
      return Array(data)
    }
    return Painting(pictures: pictures, runtime: answer.bundle ?? "")
  }

  private struct Answer: Decodable {
    let pictures: [String]
    let bundle: String?
  }
}
