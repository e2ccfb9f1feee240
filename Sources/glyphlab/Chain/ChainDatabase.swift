import ArgumentParser
import BigInt
import Chains
import Cryptography
import Encodings
import Fingerprints
import GlyphChain
import Platform
import Proving
import Tensors
import Trials

/// Which database a command works on.
struct DatabaseOption: ParsableArguments {
    @Option(help: "The chain's database, a file.")
    var db: String

    func validate() throws { try Self.check(db) }

    static func check(_ db: String) throws {
        if db.isEmpty { throw ValidationError("db: expected a file, got an empty text") }
    }

    /// **Throws:** ``PlatformError`` where that cannot be told.
    static func isMissing(_ db: String) throws -> Bool {
        try DatabaseFiles(name: db).number == nil
    }

    func store(forReading: Bool = false) throws -> ChainStore {
        try Self.store(db, forReading: forReading)
    }

    /// Opens the store. **Throws:** ``StoreError``, ``PlatformError``.
    ///
    /// - Parameter forReading: whether nothing will be changed: then the database may lie where
    ///   nothing can be.
    static func store(_ path: String, forReading: Bool = false) throws -> ChainStore {
        if let files = try? DatabaseFiles(name: path), files.number != nil,
            files.writeObstacle == nil
        {
            try files.sync()
        }
        return try ChainStore(openAt: path, forReading: forReading)
    }
}

enum RulesOption: String, ExpressibleByArgument, CaseIterable {
    case published, hardened
}

/// Which model computes proofs, and how.
struct ModelOptions: ParsableArguments {
    @Option(help: "The model's folder.")
    var model: String

    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption
    @OptionGroup var threads: ThreadsOption

    /// - Parameter forJudging: whether proofs are only compared: then nothing is computed after the
    ///   last layer that a published proof reads.
    func loaded(forJudging: Bool = false) throws -> ChainModel {
        let loaded = try LoadedModel(
            folder: model, backend: backend.chosen(), cacheUse: cache.use)
        return ChainModel(
            prover: BatchProver(
                prover: loaded.prover,
                workers: Workers(threadCount: threads.count),
                shortcuts: Shortcuts(sharesPrefixes: false, stopsEarly: forJudging)),
            weightsHash: loaded.weightsHash)
    }
}

extension LoadedModel {
    /// As chains pin it.
    var weightsHash: Digest {
        guard let hash = Hexadecimal.bytes(of: integerWeightsHash) else {
            preconditionFailure("a weights hash of \(integerWeightsHash)")
        }
        return Digest(bytes: hash)
    }
}

/// The prover and the digest of the weights that a chain's rules need.
struct ChainModel {
    let prover: BatchProver
    let weightsHash: Digest

    var publishedRules: PublishedRules {
        PublishedRules(proofs: prover, weightsHash: weightsHash)
    }

    var hardenedRules: HardenedRules {
        HardenedRules(
            parameters: HardenedRules.Parameters(weightsHash: weightsHash), evidence: prover)
    }
}

/// A command's work on a chain, under whatever rules the chain has.
protocol ChainWork {
    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome
}

extension ChainWork {
    /// Opens a database with the model that its proofs are of, or, with nil, for what needs none.
    func run(on store: ChainStore, model: ChainModel?) throws -> Outcome {
        let pin = try store.pin(as: ChainPin.self)
        let progress = Progress("records", total: max(try store.recordCount(), 1))
        defer { progress.finish() }
        switch pin.profile {
        case .published:
            let rules = PublishedRules(
                proofs: model.map { $0.prover as any ProofSource } ?? NoModel(),
                weightsHash: model?.weightsHash ?? pin.weightsHash)
            return try run(try ChainNode(rules: rules, opening: store, onRecord: progress.advance))
        case .hardened:
            let rules = HardenedRules(
                parameters: HardenedRules.Parameters(
                    weightsHash: model?.weightsHash ?? pin.weightsHash),
                evidence: model.map { $0.prover as any EvidenceSource } ?? NoModel())
            return try run(try ChainNode(rules: rules, opening: store, onRecord: progress.advance))
        }
    }
}

/// For commands that compute no proofs.
struct NoModel: ProofSource, EvidenceSource {
    private static let answer = NoProof(why: "no model was given")
    let shape = WitnessShape(layerCount: 1, headCount: 1, width: 1, vocabularyCount: 1)

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String { throw Self.answer }
    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] { throw Self.answer }
}
