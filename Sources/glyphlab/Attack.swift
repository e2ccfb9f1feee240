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

/// Which scenarios are meant.
struct ScenarioChoice: ParsableArguments {
    @Argument(help: "Ids of scenarios; all of them where none is named.")
    var ids: [String] = []

    @Option(help: "Only those on a system: \(Suite.systems.joined(separator: " or ")).")
    var system: String?

    @Option(help: "Only those of a claim, such as LED.")
    var claim: String?

    func validate() throws {
        if let system, !Suite.systems.contains(system) {
            throw ValidationError(
                "system: expected \(Suite.systems.joined(separator: " or ")), got \(system)")
        }
        if let claim, Claim(rawValue: claim) == nil {
            let names = Claim.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("claim: expected one of \(names), got \(claim)")
        }
    }

    /// **Throws:** ``Failure`` for an id that no scenario has.
    func chosen(from suite: Suite) throws -> [Scenario] {
        for id in ids where !suite.scenarios.contains(where: { $0.summary.id == id }) {
            throw Failure(
                outcome: .usage,
                message: "expected the id of a scenario ('glyphlab attack list'), got \(id)")
        }
        return suite.scenarios.filter { scenario in
            (ids.isEmpty || ids.contains(scenario.summary.id))
                && (system == nil || system == scenario.summary.system)
                && (claim == nil || claim == scenario.summary.claim.rawValue)
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
            name: name, proofs: prover, evidence: prover,
            weightsHash: loaded.weightsHash, advantage: advantage
        ).remembering
    }
}
