import Chains
import GatewayNetwork
import GatewayTrials
import GlyphChain
import GlyphChainTrials
import PublishedGateways
import Scenarios
import Testing
import Trials

/// The lists of guards of systems under test and of their trials, and the deaths that are no guard.
@Suite("Guards of a system and of its trials")
struct SystemGuardsTests {
    private static let model = TrialModel.digests
    /// Bounds that the trials themselves set on what an attempt costs: no system checks them.
    private static let economy = ["attempt_cost", "digest_strength"]

    private static func chain(_ profile: Profile) throws -> any SystemUnderTest {
        switch profile {
        case .published:
            try chain(PublishedRules(proofs: model.proofs, weightsHash: model.weightsHash))
        case .hardened:
            try chain(
                HardenedRules(
                    parameters: HardenedRules.Parameters(weightsHash: model.weightsHash),
                    evidence: model.evidence))
        }
    }

    private static func chain(_ rules: some ChainRules) throws -> any SystemUnderTest {
        ChainSystem(
            try ChainNode(rules: rules, beginningIn: ChainStore(inMemoryFor: rules.pin)),
            peers: [PeerAddress(1)])
    }

    /// Names of a gateway's checks, by the gateway itself.
    private static func network(_ profile: Profile) throws -> [String] {
        guard profile == .hardened else { return PublishedCheck.allCases.map(\.rawValue) }
        let system = try GatewaySystem(
            parameters: GatewayParameters(
                name: "guards", gateways: [ReceiptIdentity(seed: "gateway").key],
                nodes: [
                    .init(
                        key: ReceiptIdentity(seed: "node").key,
                        address: "0x" + String(repeating: "1", count: 40))
                ],
                validators: [.init(key: ReceiptIdentity(seed: "validator").key, weight: 1)]))
        return names(system.guards)
    }

    private static func names(_ guards: [Guard]) -> [String] { guards.map(\.name) }

    @Test("A system's guards are those of its trials", arguments: Profile.allCases)
    func same(_ profile: Profile) throws {
        let chain = Self.names(ChainTrials(model: Self.model).guards(profile))
        let economy = profile == .hardened ? Self.economy : []
        #expect(try Self.names(Self.chain(profile).guards) + economy == chain)
        let network = Self.names(GatewayNetworkTrials().guards(profile))
        let gateway = try Self.network(profile)
        #expect(Array(network.prefix(gateway.count)) == gateway)
        // The token and the directory of a hardened network have guards of their own.
        #expect((network.count > gateway.count) == (profile == .hardened))
        for names in [chain, network] {
            #expect(Set(names).count == names.count)
            #expect(!names.contains("verifier_crash"))
        }
    }

    @Test("A node dies of bytes that published code does not survive, and of no others")
    func deaths() throws {
        let clock = LogicalClock(milliseconds: 1_700_000_000_000)
        for (profile, bytes, died) in [
            (Profile.published, "7", true), (.published, "{", false), (.hardened, "7", false),
        ] {
            var chain = try Self.chain(profile)
            let reply = try chain.submit(
                Array(bytes.utf8), to: ChainSurfaces.block, from: Source(1), at: clock)
            #expect(reply.died == died && !reply.isAccepted, "\(profile), \(bytes)")
            #expect(died == reply.refusals.contains { $0.by.name == "verifier_crash" })
        }
    }
}
