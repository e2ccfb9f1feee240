import Encodings
import GatewayTrials
import Scenarios
import Testing
import Trials

/// A script's trial on the gateway network, by steps as JSON.
final class GatewayScriptRun {
    typealias Arena = any ScriptArena<GatewayOperation, GatewayOracle, GatewayQuestion>

    static let trials = GatewayNetworkTrials()
    static let keys = ["gateway-b", "node-c", "validator-c", "stranger"]

    let arena: Arena
    let cast: [String]
    private let assumptions: Assumptions
    private let nodeCount: Int

    init(
        _ profile: Profile, seed: String = "0", nodeCount: Int = 1, guards: Guards = .all,
        keys: [String] = GatewayScriptRun.keys
    ) throws {
        self.nodeCount = nodeCount
        assumptions = Assumptions(
            workShare: "0/1", canWork: false, keys: keys,
            surfaces: Self.trials.scriptSurfaces)
        (arena, cast) = try Self.trials.openedArena(
            TrialSetup(
                profile: profile, guards: guards, seed: seed, nodeCount: nodeCount,
                budget: Self.trials.scriptBudget, allowance: assumptions, folder: nil))
    }

    /// A step as a script asks for it. **Result:** why it was not done; nil where it was.
    ///
    /// **Throws:** what no script should be able to cause.
    @discardableResult
    func step(_ text: String) throws -> String? {
        do {
            let step = try Step<GatewayOperation>(Self.object(text), context)
            if let obstacle = try arena.obstacle(to: step.operation, at: step.node) {
                return obstacle
            }
            try arena.perform(step.operation, at: step.node)
            return nil
        } catch let error as StepFault {
            return "\(error)"
        } catch let error as Refusal {
            return "\(error)"
        } catch let error as ScenarioError {
            return "\(error)"
        }
    }

    /// Steps that must be done.
    func steps(_ texts: String...) throws {
        for text in texts { #expect(try step(text) == nil, "\(text)") }
    }

    func answer(_ text: String) throws -> JSONValue {
        let step = try Step<GatewayQuestion>(Self.object(text), context)
        return try arena.answer(step.operation, at: step.node)
    }

    func submit(
        _ bytes: [UInt8], to surface: String, source: UInt32 = 1, at node: Int = 0
    ) throws -> Reply {
        try arena.submit(
            bytes, as: "bytes", to: Surface(surface), from: Source(source), at: node)
    }

    /// Sends an artefact. **Result:** the guards that refused a part of it.
    @discardableResult
    func send(
        _ artefact: String, to surface: String, source: UInt32 = 1, at node: Int = 0
    ) throws -> [String] {
        try arena.parts(of: artefact).flatMap {
            try submit($0, to: surface, source: source, at: node).refusals.map(\.by.name)
        }
    }

    /// What some claims' oracles, honest use and the oracles once more say; empty where they are
    /// silent.
    func complaints(of claims: [Claim] = Claim.allCases) throws -> [String] {
        func violations() throws -> [String] {
            try claims.flatMap { Self.trials.oracles(of: $0, arena.profile) }.compactMap {
                guard case .violated(let evidence) = try arena.finding(of: $0) else { return nil }
                return "\($0.rawValue): \(evidence)"
            }
        }
        let before = try violations()
        guard before.isEmpty else { return before }
        if let complaint = try arena.poll() { return ["poll: \(complaint)"] }
        return try violations()
    }

    private var context: StepContext {
        StepContext(assumptions: assumptions, nodeCount: nodeCount)
    }

    private static func object(_ text: String) throws -> StrictObject {
        try StrictObject(
            JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24), file: "script", place: "")
    }
}
