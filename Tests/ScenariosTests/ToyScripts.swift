import Cryptography
import Encodings
import Scenarios
import Trials

/// The toy ledger as scripts attack it.
enum ToyQuestion: StepOperation {
    case balance(of: String)

    static let kinds: [StepKind<ToyQuestion>] = [
        StepKind("balance", "Tell a balance.", StepMember<String>.text("of", "The account.")) {
            .balance(of: $0)
        }
    ]
}

extension ToyTrials: ScriptedTrials {
    typealias Question = ToyQuestion

    var scriptSteps: [String] { ["make"] }
    var scriptBudget: [(counter: String, countMax: Int)] { [] }

    func oracles(of claim: Claim, _ profile: Profile) -> [ToyOracle] {
        switch claim {
        case .ledger: [.solvent, .once]
        case .determinism: [.liar]
        default: []
        }
    }

    func excess(of assumptions: Assumptions) -> ScriptExcess? {
        assumptions.keys.isEmpty ? nil : .honestKey(assumptions.keys[0])
    }

    func cast(_ random: inout ActorRandom) -> [String] { ["ada", "ben"] }

    func opening(by cast: [String], _ random: inout ActorRandom) -> [ToyOperation] {
        [
            .make(artefact: "opening", line: "ada ben \(random.integer(in: 1...9)) 0"),
            .submit(what: "opening", times: 1),
        ]
    }

    func scriptArena(
        _ setup: TrialSetup, cast: [String]
    ) throws -> any ScriptArena<ToyOperation, ToyOracle, ToyQuestion> { ToyArena(setup) }
}

extension ToyArena: ScriptArena {
    typealias Question = ToyQuestion

    func standing(at node: Int) -> (head: String, stateDigest: Digest) {
        (system.head, system.stateDigest)
    }

    func challenge() throws -> [JSONMember] { [JSONMember("accounts", .integer(3))] }

    func obstacle(to operation: ToyOperation, at node: Int) throws -> String? {
        guard case .make(_, let line) = operation, line.utf8.count > 100 else { return nil }
        return "expected a line of at most 100 bytes"
    }

    func submit(
        _ bytes: [UInt8], as name: String, to surface: Surface, from source: Source, at node: Int
    ) throws -> Reply { try send(bytes) }

    func parts(of artefact: String) throws -> [[UInt8]] {
        guard let bytes = artefacts[artefact] else { throw StepFault("no artefact \(artefact)") }
        return [bytes]
    }

    func answer(_ question: ToyQuestion, at node: Int) throws -> JSONValue {
        guard case .balance(let name) = question,
            let account = system.accounts.first(where: { $0.0 == name })
        else { throw StepFault("no such account") }
        return .object([JSONMember("balance", .integer(account.1))])
    }
}
