import Cryptography
import HybridTrials
import PublishedHybrid
import Scenarios
import TestSupport
import Testing
import Trials

/// The published network of the hybrid chain as attacks meet it.
@Suite("The published hybrid network under attack")
struct PublishedNetworkTests {
    private static let source = Source(1)
    private static let start = 1_700_000_000_000 / 384_000 * 384_000
    private static let update = [UInt8](repeating: 7, count: 32)
    private static let genesis = [UInt8](repeating: 0, count: 32)

    private static func system(
        _ validators: [String], guards: Guards = .all
    ) -> PublishedHybridSystem {
        let system = PublishedHybridSystem(
            TrialSetup(
                profile: .published, guards: guards, seed: "test", nodeCount: 1, budget: [],
                allowance: .none, folder: nil))
        var rules = PublishedHybridRules()
        rules.validators = validators.compactMap(PublishedHybridRules.Listed.init)
        system.begin(rules)
        return system
    }

    private static func codes(
        _ system: PublishedHybridSystem, _ bytes: [UInt8], to surface: Surface, seconds: Int = 0
    ) throws -> [String] {
        try reply(system, bytes, to: surface, seconds: seconds).refusals.map(\.by.name)
    }

    private static func reply(
        _ system: PublishedHybridSystem, _ bytes: [UInt8], to surface: Surface, seconds: Int = 0
    ) throws -> Reply {
        try system.submit(
            bytes, to: surface, from: source,
            at: LogicalClock(milliseconds: start + 1_000 * seconds))
    }

    private static func acknowledgement(
        by name: String, _ system: PublishedHybridSystem, value: [UInt8] = [1]
    ) -> [UInt8] {
        RecordMessage(
            key: AcknowledgementKey(updateIdentifier: update, peer: system.keys(name).peer)
                .recordKey, expires: start / 1_000 + 3_600, value: value
        ).bytes
    }

    private static func block(
        _ system: PublishedHybridSystem, signer: String = "ada"
    ) -> BlockMessage {
        BlockMessage(
            slot: 0, proposer: 0, extraData: genesis + update, signer: system.keys(signer).signing)
    }

    @Test("half of the committee is a quorum, whoever wrote its records")
    func quorum() throws {
        let system = Self.system(["ada", "bob", "cleo", "dan"])
        let block = Self.block(system).bytes
        #expect(try Self.codes(system, block, to: HybridSurfaces.block) == ["network", "network"])
        for name in ["ada", "dan"] {
            let record = Self.acknowledgement(by: name, system)
            #expect(try Self.codes(system, record, to: HybridSurfaces.record) == [])
            #expect(try Self.codes(system, record, to: HybridSurfaces.record) == ["older"])
        }
        #expect(try Self.codes(system, block, to: HybridSurfaces.block) == [])
    }

    @Test("a record that is no vote is no error either")
    func noVote() throws {
        let system = Self.system(["ada", "bob"])
        for name in ["ada", "bob"] {
            let record = Self.acknowledgement(by: name, system, value: [0])
            #expect(try Self.codes(system, record, to: HybridSurfaces.record) == [])
        }
        let block = Self.block(system).bytes
        #expect(try Self.codes(system, block, to: HybridSurfaces.block) == ["quorum", "quorum"])
    }

    @Test("a guard that is taken out stops nothing")
    func withoutGuard() throws {
        let guards = Guards.all.without(Guard("network"), Guard("quorum"))
        let system = Self.system(["ada", "bob"], guards: guards)
        #expect(try Self.codes(system, Self.block(system).bytes, to: HybridSurfaces.block) == [])
    }

    @Test("another's signature fails the transition")
    func transition() throws {
        let system = Self.system(["ada", "mallory"])
        let block = Self.block(system, signer: "mallory").bytes
        #expect(
            try Self.codes(system, block, to: HybridSurfaces.block)
                == ["state_transition", "state_transition"])
    }

    @Test("bytes that are nothing are refused on every surface", arguments: [0, 1, 9, 18, 40])
    func noise(count: Int) throws {
        let system = Self.system(["ada"])
        let bytes = [UInt8](repeating: 0xFF, count: count)
        for surface in [
            HybridSurfaces.record, HybridSurfaces.block, HybridSurfaces.engine,
            HybridSurfaces.desk,
        ] {
            #expect(try Self.codes(system, bytes, to: surface) == ["message"])
        }
    }

    private static func request(_ body: String) -> [UInt8] {
        Array("POST\nContent-Type: application/json\n\n\(body)".utf8)
    }

    @Test("the engine's handler dies of a short head, and the engine lives on")
    func shortHead() throws {
        let system = Self.system(["ada"])
        let state = #""forkchoiceState":{"headBlockHash":"0xab"}"#
        let call = #"{"id":1,"method":"engine_forkchoiceUpdatedV1","params":[{\#(state)}]}"#
        let reply = try Self.reply(system, Self.request(call), to: HybridSurfaces.engine)
        #expect(reply.died)
        #expect(reply.refusals.map(\.by.name) == ["verifier_crash"])
        let other = #"{"id":1,"method":"engine_newPayloadV1","params":[]}"#
        #expect(try Self.codes(system, Self.request(other), to: HybridSurfaces.engine) == [])
    }

    @Test("honest use is quiet", arguments: 0..<3)
    func honestUse(run: Int) {
        let trial = NullTrial(
            system: HybridSystemTrials(), profile: .published, seed: "published \(run)")
        #expect(trial.run().complaint == nil)
    }
}
