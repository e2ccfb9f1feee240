public import Fingerprints
public import Proving
public import Tensors
public import Traces

/// What the matrix is tried on.
public struct VariationSubject: Sendable {
    /// Of the usual run.
    package let prover: Prover
    package let model: TracedModel
    package let challenges: [TracedChallenge]
    let golden: Golden?
    /// Of the usual run.
    let threadCount: Int
    /// The same model behind another backend.
    let load: @Sendable (any ExactGEMM) throws -> Prover
    /// Nil where no other process can be started.
    let program: ProgramPlace?

    /// - Parameters:
    ///   - challenges: the prompts of the receipt, from the first one on.
    ///   - golden: what must come out; nil where nobody knows.
    ///
    /// **Precondition:** at least one challenge and one thread.
    public init(
        prover: Prover, model: TracedModel, challenges: [TracedChallenge], golden: Golden?,
        threadCount: Int, program: ProgramPlace?,
        load: @escaping @Sendable (any ExactGEMM) throws -> Prover
    ) {
        precondition(
            !challenges.isEmpty && threadCount >= 1,
            "\(challenges.count) prompts, \(threadCount) threads")
        self.threadCount = threadCount
        self.prover = prover
        self.model = model
        self.challenges = challenges
        self.golden = golden
        self.program = program
        self.load = load
    }
}

/// The program and where its children find what they need.
public struct ProgramPlace: Sendable {
    /// From the root, since children are started in other folders.
    let program: String
    let modelFolder: String
    /// The folder with models and goldens, which is told to every child.
    let house: String
    /// Where children leave their traces.
    let folder: String
    /// The folders in which tools are looked for.
    let toolFolders: [String]
    let secondsMax: Int

    public init(
        program: String, modelFolder: String, house: String, folder: String,
        toolFolders: [String], secondsMax: Int
    ) {
        self.program = program
        self.modelFolder = modelFolder
        self.house = house
        self.folder = folder
        self.toolFolders = toolFolders
        self.secondsMax = secondsMax
    }
}
