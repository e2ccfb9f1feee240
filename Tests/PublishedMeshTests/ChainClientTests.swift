import BigInt
import PublishedMeshChain
import PythonValues
import Testing

@Suite("Clients of the chain")
struct ChainClientTests {
    private func scores(_ nodes: [Int]) -> [ConsensusScore] {
        nodes.map { ConsensusScore(node: BigInt($0)) }
    }

    private func number(_ text: String) throws -> PythonNumber {
        .float(try PythonText(text).float())
    }

    @Test("Agreement is of sets, and of two empty ones a hundred")
    func agreement() throws {
        func agreement(_ mine: [Int], _ theirs: [Int]) throws -> String {
            try PythonValue.number(ConsensusRound.agreement(scores(mine), scores(theirs)))
                .text().shown
        }
        #expect(try agreement([], []) == "100.0")
        #expect(try agreement([1], []) == "0.0")
        #expect(try agreement([1, 2, 1], [2, 1, 2]) == "1.0")
        #expect(try agreement([1, 2, 3], [3, 4]) == "0.25")
    }

    @Test("Nobody attests to a proposal of nothing, even who would have proposed it")
    func emptiness() throws {
        let round = ConsensusRound(node: 1, scores: [])
        let proposal = ConsensusProposal(data: [], attestors: [])
        #expect(
            round.step(
                elected: 2, proposal: proposal, progress: try number("0.0"), isOver: false)
                == .end)
        #expect(
            round.step(elected: 1, proposal: nil, progress: try number("0.9"), isOver: false)
                == .propose([]))
    }

    @Test("The last progress to attest at is 0.15; behind it, or without a validator, is nothing")
    func deadline() throws {
        let round = ConsensusRound(node: 1, scores: scores([1, 2]))
        let proposal = ConsensusProposal(
            data: scores([2, 1]), attestors: [.text(PythonText("1"))])
        func step(_ progress: String, elected: BigInt? = 2, _ known: ConsensusProposal?) throws
            -> ConsensusRound.Step
        {
            round.step(
                elected: elected, proposal: known, progress: try number(progress), isOver: false)
        }
        #expect(try step("0.15", proposal) == .attest)
        #expect(try step("0.15", nil) == .wait)
        #expect(try step("0.15000000000000002", proposal) == .end)
        #expect(try step("0.0", elected: nil, proposal) == .end)
        let known = ConsensusProposal(data: scores([2, 1]), attestors: [.integer(1)])
        #expect(try step("0.0", known) == .end)
    }

    @Test("Attestations over no nodes divide by zero")
    func ratio() {
        let proposal = ConsensusProposal(data: [], attestors: [.integer(1)])
        do throws(PythonError) {
            _ = try proposal.ratio(nodeCount: 0)
            Issue.record("a ratio")
        } catch {
            #expect(error.name == "ZeroDivisionError")
        }
    }

    @Test("Scores of nothing stay nothing, and integers that no float holds raise")
    func normalization() throws {
        let zero = PythonNumber.integer(0)
        let values = try NormalizedScores.values([zero, zero], total: .integer(1))
        #expect(values.allSatisfy { $0.equals(zero) })
        #expect(throws: PythonError.self) {
            try NormalizedScores.values(
                [.integer(BigInt(10).power(400)), .float(PythonFloat(1))],
                total: .integer(1))
        }
    }

    @Test("The stand-in believes whoever calls, and reads the first row of an epoch for ever")
    func standIn() throws {
        var chain = MockChain(block: 1006)
        let unproposed = chain
        #expect(throws: PythonError.self) {
            var copy = unproposed
            try copy.attest(1)
        }
        for id in [1, 2, 1] { chain.register(id) }
        #expect(chain.nodes.map(\.id) == [2, 1] && chain.activeNodes == [2, 1])
        chain.propose(7, scores([1]))
        chain.propose(8, [])
        try chain.attest(1)
        try chain.attest(1)
        #expect(chain.rows.map(\.validator) == [7, 8, 7, 7])
        #expect(chain.rows.map(\.attestors.count) == [2, 2, 2, 2])
        let proposal = try #require(chain.proposal(of: 50))
        #expect(!proposal.isAttested(by: 1))
        for block in [Int.min, Int.max, -1, 0] {
            chain.block = block
            #expect(chain.epoch >= chain.slotEpoch)
        }
        #expect(try MockChain.block(at: number("11.5")) == 1)
        #expect(throws: PythonError.self) { try MockChain.block(at: number("1e300")) }
        #expect(throws: PythonError.self) { try MockChain.block(at: number("nan")) }
    }
}

@Suite("The example repository's scores")
struct ChainExampleTests {
    private func reveal(_ verifier: String, _ scores: [(String, Int)]) -> ExampleScores.Reveal {
        ExampleScores.Reveal(
            verifier: PythonText(verifier),
            scores: scores.map { (PythonText($0.0), PythonFloat(Double($0.1))) })
    }

    @Test("Verifiers that agree with each other shift the mean, and the honest one gets nothing")
    func collusion() {
        let scores = ExampleScores.scores(
            of: [reveal("honest", [("a", 1), ("b", 1)])]
                + ["x", "y", "z"].map { reveal($0, [("a", 0), ("b", 0)]) })
        #expect(scores.map(\.verifier.shown) == ["honest", "x", "y", "z"])
        #expect(scores[0].score < 10_000_000_000)
        #expect(scores[1].score > BigInt(880_000_000_000_000_000))
    }

    @Test("Nobody's scores are none, and those that no float bears are nothing")
    func edges() {
        #expect(ExampleScores.scores(of: []).isEmpty)
        let infinite = ExampleScores.Reveal(
            verifier: PythonText("v"), scores: [(PythonText("a"), PythonFloat(.infinity))])
        #expect(ExampleScores.scores(of: [infinite, infinite]).allSatisfy { $0.score == 0 })
        #expect(
            ExampleScores.commitment(salt: [1], [2]) == ExampleScores.commitment(salt: [], [1, 2]))
    }
}
