import BigInt
import Cryptography
import PublishedLearning
import PythonValues
import Testing

@Suite("The published consensus engine")
struct ConsensusEngineTests {
    private final class Ledger: ConsensusBalances {
        var balances = OrderedTable<PythonNumber>()
        func balance(of text: PythonText) -> PythonNumber {
            balances[text] ?? .float(PythonFloat(0))
        }
    }

    private let start = PythonFloat(1_700_000_000.5)

    private func engine(
        isAuthority: Bool = true, _ stakes: [(String, PythonNumber)],
        balances: (any ConsensusBalances)? = nil
    ) -> PublishedConsensus {
        let engine = PublishedConsensus(
            nodeID: PythonText("auth0"), isAuthority: isAuthority, balances: balances,
            sign: { _ in PythonText("s") })
        for (node, stake) in stakes { engine.updateStake(of: PythonText(node), to: stake) }
        return engine
    }

    private func later(_ seconds: Double) -> PythonFloat { PythonFloat(start.value + seconds) }

    private func digest(_ engine: PublishedConsensus) throws -> String {
        Digests.sha256(try PublishedHash.encoding(.dictionary(engine.state())).utf8).text
    }

    @Test("The state's digests are those of the reference history without validators")
    func state() throws {
        let engine = engine([("auth0", .float(PythonFloat(1000)))])
        #expect(
            try digest(engine)
                == "2af0f7329bea3a325cee48250cab1aace260ea5b88883bb219aee5b11ce696fa")
        var answers: [Bool] = []
        for place in 1...4 {
            answers.append(
                try engine.authorize(
                    node: PythonText("worker-0"), amount: .float(PythonFloat(50)),
                    now: later(5 * Double(place))))
        }
        // With no eligible validator three words by one decide.
        #expect(answers == [false, false, true, true])
        #expect(
            try digest(engine)
                == "42c24eb3aa3c5774a24793c68842c7fb4ab6c79cc2b7a99a34d94867a640b160")
    }

    @Test("Each refusal, in the order of the tests; what failed late burns interval and hash")
    func order() throws {
        let engine = engine([("auth0", .integer(5000)), ("worker", .integer(4000))])
        func reason(_ proof: TrainingProofView, _ seconds: Double) -> String? {
            engine.submit(proof, now: later(seconds)).reason?.rawValue
        }
        #expect(try reason(CraftedProof.proof(node: "nobody", at: start), 0) == "stake")
        let first = try CraftedProof.proof(at: start)
        #expect(reason(first, 0) == nil)
        #expect(reason(first, 1) == "duplicate")
        #expect(try reason(CraftedProof.proof(id: "b", at: start), 1) == "interval")
        #expect(try reason(CraftedProof.proof(id: "b", at: later(500)), 30) == "integrity")
        #expect(try reason(CraftedProof.proof(id: "b", at: start), 1900) == "work")
        let again = try CraftedProof.proof(id: "b", at: later(1900))
        let late = engine.submit(again, now: later(1900))
        #expect(late.reason == .authenticity)
        #expect(late.authenticityException?.name == "NameError")
        #expect(reason(again, 6000) == "duplicate")
        #expect(try reason(CraftedProof.proof(id: "c", at: later(6000)), 6000) == nil)
        #expect(engine.validated.count == 2 && engine.pendingProofs.count == 3)
    }

    @Test("An id that is no key raises, and a stake that is no number passes")
    func odd() throws {
        let engine = engine([("worker", .float(PythonFloat(.nan)))])
        var members = try CraftedProof.members(timestamp: .float(start))
        members["node_id"] = .list([.integer(1)])
        #expect(engine.submit(try TrainingProofView(members), now: start).reason == .exception)
        #expect(engine.submit(try CraftedProof.proof(at: start), now: start).isAccepted)
        let huge = self.engine([("worker", .integer(BigInt(10).power(400)))])
        #expect(huge.submit(try CraftedProof.proof(at: start), now: start).reason == .exception)
    }

    @Test("A reward is paid for three old validations by one node, of a proof never handed in")
    func reward() throws {
        let ledger = Ledger()
        for (name, amount) in [("auth0", 5000), ("worker", 4000)] {
            ledger.balances.set(.integer(BigInt(amount)), for: PythonText(name))
        }
        let engine = engine([("auth0", .integer(5000))], balances: ledger)
        for place in 0..<3 {
            let time = later(Double(place) * 3601)
            let proof = try CraftedProof.proof(id: "\(place)", at: time)
            #expect(engine.submit(proof, now: time).judgement?.isValid == true)
            #expect((engine.reward(of: proof, now: time).value > 0) == (place == 2))
        }
        let unknown = try CraftedProof.proof(id: "unknown", at: later(9000))
        #expect(engine.reward(of: unknown, now: later(9000)).value > 7)
        let agreement = try engine.reach(epoch: 7, now: later(9000))
        #expect(agreement?.authorityNodes == [PythonText("auth0")])
        #expect(agreement?.validations.count == 3)
        let other = try self.engine(isAuthority: false, []).reach(epoch: 7, now: start)
        #expect(other == nil)
    }

    @Test("The authorities flip between stake and reputation")
    func authorities() {
        let engine = engine([("auth0", .integer(5000)), ("rich", .integer(6000))])
        engine.setReputation(PythonFloat(75), of: PythonText("known"))
        engine.setReputation(PythonFloat(76), of: PythonText("better"))
        #expect(engine.authorityNodes.map(\.shown) == ["auth0", "rich"])
        engine.updateAuthorityNodes()
        #expect(engine.authorityNodes.map(\.shown) == ["better", "auth0"])
        engine.updateStake(of: PythonText("better"), to: .integer(4999))
        #expect(engine.authorityNodes.map(\.shown) == ["auth0"])
    }

    @Test("One authority named three times carries a consensus proof")
    func check() throws {
        let engine = engine([("auth0", .integer(5000)), ("poor", .integer(4999))])
        func refusal(_ names: [String], _ validations: Int, _ epoch: BigInt) throws -> String? {
            try engine.refusal(
                authorityNodes: .list(names.map(PythonValue.text)),
                validations: .list(Array(repeating: .none, count: validations)),
                epoch: .integer(epoch))
        }
        let thrice = ["auth0", "auth0", "auth0"]
        #expect(try refusal(thrice, 1, 0) == nil)
        #expect(try refusal([], 1, 0) == "structure")
        #expect(try refusal(thrice, 1, -1) == "structure")
        #expect(try refusal(["auth0", "auth0"], 1, 0) == "authorities")
        #expect(try refusal(thrice, 0, 0) == "no_validations")
        #expect(try refusal(["auth0", "auth0", "poor"], 1, 0) == "authority_stake")
    }
}
