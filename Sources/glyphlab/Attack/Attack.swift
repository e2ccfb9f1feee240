import ArgumentParser
import Auditing
import Cryptography
import Platform
import Proving
import Scenarios
import Tensors
import Trials

struct Attack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Try the claims of the systems under test.",
        discussion: """
            Example: glyphlab attack run --profile both --html attacks.html
            """,
        subcommands: [AttackList.self, AttackRun.self, AttackShow.self, AttackMutate.self])
}

enum ProfileChoice: String, ExpressibleByArgument, CaseIterable {
    case published, hardened, both

    var profiles: [Profile] {
        switch self {
        case .published: [.published]
        case .hardened: [.hardened]
        case .both: [.published, .hardened]
        }
    }
}

/// The model that trials prove with.
enum EmbeddedModel {
    private static let name = "glyph-nano"
    /// Fixed, so that what is measured is the same on every machine.
    private static let costSettings = MinerAdvantage.Settings(
        seed: "glyphlab attacks", attemptCount: 256, saltCount: 4_096, seedCount: 4_096,
        threadCount: 1)

    /// **Throws:** where the house has no such model, or what it throws while its costs are taken.
    static func loaded(in house: House, measuresCosts: Bool) throws -> TrialModel {
        let loaded = try LoadedModel(
            folder: house.modelFolder(name), backend: Backends.usable[0],
            cacheUse: .never)
        let prover = BatchProver(
            prover: loaded.prover, shortcuts: Shortcuts(sharesPrefixes: true, stopsEarly: true))
        let advantage =
            measuresCosts
            ? try MinerAdvantage(
                prover: loaded.prover, weightsHash: loaded.weightsHash,
                settings: costSettings)
            : nil
        return TrialModel(
            name: name, proofs: prover,
            olderTablesProofs: OlderTablesProver(loaded.prover), evidence: prover,
            weightsHash: loaded.weightsHash, advantage: advantage
        ).remembering
    }
}
