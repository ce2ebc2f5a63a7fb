import Demand
import Randomness

extension Deployment {
  /// A model that makes pictures or videos, on GPUs of the catalogue.
  ///
  /// ```swift
  /// let studio = Deployment(.flux1Dev, on: "h100")
  /// let clips = Deployment(.wan22, Picture(steps: 40, width: 832, height: 480, frames: 81), on: "h100", gpus: 8)
  /// ```
  /// Where the model was timed on that GPU, the time is that figure, scaled to the steps, pixels and frames as
  /// ``DiffusionModel`` says. Elsewhere it comes from the model's operations and the utilisation that other GPUs reached.
  /// ``evidence`` says which and how far off it may be.
  ///
  /// - `picture`: the model's usual one by default.
  /// - `gpus`: that work on one picture.
  /// - `batch`: the most pictures that are made together.
  /// - `sharing`: the share of the time of a picture alone that a batch has once; see
  ///   ``init(pictures:seconds:batch:sharing:gpus:gpu:source:file:line:)``.
  public init(
    _ model: DiffusionModel, _ picture: Picture? = nil, on gpu: String, gpus: Int = 1, batch: Int = 1,
    sharing: Double = 0.2, file: StaticString = #fileID, line: UInt = #line
  ) {
    do {
      self = try Deployment.making(
        picture ?? model.usual, by: model, on: gpu, gpus: gpus, batch: batch, sharing: sharing, file: file, line: line)
    } catch {
      ValidationErrors.report(error.located(file, line))
      self.init(pictures: model.name, seconds: 1, file: file, line: line)
    }
  }

  /// A server that makes pictures or videos, from your own figure.
  ///
  /// Requests are served in static batches: a replica takes up to `batch` waiting requests, makes them together, and returns
  /// them together. n pictures take `seconds·(sharing + (1 − sharing)·n)`. Any request is a picture, whatever its tokens.
  ///
  /// - `seconds`: of a picture that is made alone.
  /// - `sharing`: 0 where a batch saves nothing. Batches of four saved 5 to 30 % of the time for each picture on 23 kinds of
  ///   GPUs (Stable Diffusion 1.5, blog.salad.com, 2023), which is a share of 0.07 to 0.4; a seller's table for SDXL has 0.77
  ///   (gigagpu.com, 2026).
  /// - `gpus`: that work on one picture.
  public init(
    pictures name: String, seconds: Double, batch: Int = 1, sharing: Double = 0.2, gpus: Int = 1, gpu: GPU? = nil,
    source: Evidence = .stated("the experiment"), file: StaticString = #fileID, line: UInt = #line
  ) {
    let isTime = seconds > 0 && seconds.isFinite
    let isShare = sharing >= 0 && sharing < 1
    if !isTime {
      ValidationErrors.report(
        InvalidValue(
          "Deployment(pictures: \"\(name)\", seconds: \(seconds.shortest))", "a picture takes more than 0 s",
          location: "\(file):\(line)"))
    }
    if !isShare {
      ValidationErrors.report(
        InvalidValue(
          "Deployment(pictures: \"\(name)\", sharing: \(sharing.shortest))",
          "it is a share of the time, at least 0 and below 1", location: "\(file):\(line)"))
    }
    let milliseconds = 1000 * (isTime ? seconds : 1)
    let shared = isShare ? sharing : 0
    self.init(
      name,
      StepCost(
        base: shared * milliseconds, perPromptToken: 0, perContextToken: 0, perSequence: (1 - shared) * milliseconds),
      batching: .promptsOnly(sequences: batch, tokensPerStep: Self.mostTokens, file: file, line: line),
      kvTokens: Self.mostTokens, contextLength: Self.mostTokens, gpus: gpus, gpu: gpu, source: source, file: file,
      line: line)
  }

  /// How many times the pixels and frames that were timed a picture may have for its time to be scaled as that of others.
  private static let mostScaling = 4.0

  /// - Throws: `InvalidValue` for a GPU that is not in the catalogue, and for frames of a model that makes pictures.
  static func making(
    _ picture: Picture, by model: DiffusionModel, on name: String, gpus: Int, batch: Int, sharing: Double,
    file: StaticString = #fileID, line: UInt = #line
  ) throws(InvalidValue) -> Deployment {
    guard picture.frames == 1 || model.usual.frames > 1 else {
      let able = DiffusionModel.catalogue.filter { $0.value.usual.frames > 1 }.keys.sorted()
      throw InvalidValue(
        "\(picture.frames) frames", "\(model.name) makes pictures, not videos",
        remedy: "leave out the frames, or use a model that makes videos: \(able.joined(separator: ", "))")
    }
    // Forecasts ask for it again and again: by the id it is found at once.
    let known = GPUSheet.all.first { $0.id == name }
    let sheet = if let known { known } else { try GPUSheet.named(name, for: "gpu") }
    let timing = PictureTiming.all.first { $0.model == model && $0.gpu == sheet.id && $0.gpus == gpus }
    let seconds: Double
    let evidence: Evidence
    if let timing {
      seconds = timing.seconds * model.usualSteps(of: picture) / model.usualSteps(of: timing.picture)
      evidence =
        timing.picture == picture
        ? .measured(timing.source, error: PictureTiming.scalingError)
        : .derived("scaled from \(timing.picture), \(timing.source)", error: PictureTiming.scalingError)
    } else {
      let share = PictureTiming.expectedUtilisation()
      seconds = model.operations(of: picture) / (share * sheet.bf16 * 1e15 * Double(max(gpus, 1)))
      evidence = .derived(
        "the operations of \(model.name) at \(Int((100 * share).rounded())) % of the peak in 16 bits, the mean of "
          + "\(PictureTiming.all.count) published times", error: PictureTiming.predictionError)
    }
    let timed = timing?.picture ?? model.usual
    let scaling = picture.positions / timed.positions
    var caution: String?
    if scaling > mostScaling {
      let times = scaling >= 10 ? scaling.rounded() : (10 * scaling).rounded() / 10
      caution =
        "\(picture) has \(times.shortest) times the pixels and frames of \(timed), by which \(model.name) is timed; its time is an "
        + "extrapolation, and its error is not known"
    }
    return Deployment(
      pictures: "\(model.name) on \(gpus == 1 ? "" : "\(gpus) ")\(sheet.name), \(picture)", seconds: seconds,
      batch: batch, sharing: sharing, gpus: gpus, gpu: sheet.gpu,
      source: caution == nil ? evidence : Evidence.derived(evidence.source).cautioning(caution), file: file, line: line)
  }

  /// The seconds in which so many pictures are made together.
  public func seconds(ofPictures count: Int) -> Double {
    cost.milliseconds(sequences: Double(count)) / 1000
  }
}

extension CapacityCurve {
  /// The capacity curve of a deployment that makes pictures or videos: of its fleets by the rate of pictures.
  ///
  /// Replicas that make one at a time form an M/D/c queue, for which there is a formula. Batches are simulated, once.
  ///
  /// - `level`: of the wait, or of the time from the request to the picture (`.endToEnd`).
  public static func pictures(
    _ deployment: Deployment, within level: ServiceLevel, file: StaticString = #fileID, line: UInt = #line
  ) -> CapacityCurve {
    let each = TokenLengths(input: 1, output: 1)
    return deployment.batching.sequences == 1
      ? oneAtATime(deployment, lengths: each, within: level, file: file, line: line)
      : batching(deployment, lengths: each, within: level, file: file, line: line)
  }
}
