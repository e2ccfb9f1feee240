package import Fingerprints
package import Proving
package import Tensors
package import Traces

/// The subject of a matrix: the model, the prompts and the usual run's settings.
package struct VariationSubject: Sendable {
    /// The prover of the usual run.
    package let prover: Prover
    package let model: TracedModel
    package let challenges: [TracedChallenge]
    let golden: Golden?
    /// The number of threads of the usual run.
    let threadCount: Int
    /// Loads the same model behind another backend.
    let load: @Sendable (any ExactGEMM) throws -> Prover
    /// The program for runs in other processes; nil where none can be started.
    let program: ProgramPlace?

    /// - Parameters:
    ///   - challenges: the prompts of the receipt, from the first one on.
    ///   - golden: the expected proofs; nil where they are not known.
    ///
    /// **Precondition:** at least one challenge and one thread.
    package init(
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

/// The program, and the folders that its child processes use.
package struct ProgramPlace: Sendable {
    /// The program's absolute path, since children are started in other folders.
    let program: String
    let modelFolder: String
    /// The folder with models and goldens, which every child is given.
    let house: String
    /// The folder in which children write their traces.
    let folder: String
    /// The folders in which tools are looked for.
    let toolFolders: [String]
    let secondsMax: Int

    package init(
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
