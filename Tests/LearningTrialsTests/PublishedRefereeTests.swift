import LearningTrials
import PythonValues
import Scenarios
import Testing

@Suite("The referee of published proof of learning, on values without a node")
struct PublishedRefereeTests {
    private struct Planted: Sendable {
        let oracle: LearningOracle
        let evidence: String
        let plant: @Sendable (inout HonestLearning) -> Void
    }

    private static let planted = [
        Planted(oracle: .trainingDone, evidence: "that nobody did") {
            HonestLearning.set(&$0.view.takenProofs[0], "node_id", .text("another"))
        },
        Planted(oracle: .trainersPaid, evidence: "does not count") { $0.view.validations = [] },
        Planted(oracle: .quorumStake, evidence: "2 validators with 26000 of 31000") {
            $0.view.validations.removeLast()
        },
        Planted(oracle: .quorumStake, evidence: "a peer's block: 0 validators") {
            $0.forgeBlock { _ in }
        },
        Planted(oracle: .authoritiesStaked, evidence: "friend is an authority") {
            $0.view.authorities.append("friend")
        },
        Planted(oracle: .authoritiesStaked, evidence: "validator-b is an authority") {
            $0.view.balances[1].balance = HonestLearning.number("NaN")
        },
        Planted(oracle: .ledgerSupply, evidence: "other coins are held") {
            $0.view.balances.append(("a thief", HonestLearning.number("1.0")))
        },
        Planted(oracle: .ledgerSupply, evidence: "a reward that is not due") {
            $0.forgeBlock { HonestLearning.set(&$0[1], "amount", HonestLearning.value("11.0")) }
        },
        Planted(oracle: .ledgerSupply, evidence: "that nobody certified") {
            $0.forgeBlock { HonestLearning.set(&$0[0], "training_proof", HonestLearning.proof) }
        },
        Planted(oracle: .ledgerBalances, evidence: "ada has other coins") {
            $0.view.balances[3].balance = HonestLearning.number("995.0")
        },
        Planted(oracle: .ledgerBalances, evidence: "what is no number") {
            $0.forgeBlock { HonestLearning.set(&$0[0], "amount", HonestLearning.value("NaN")) }
        },
        Planted(oracle: .ledgerBalances, evidence: "a fee below nothing") {
            $0.forgeBlock { HonestLearning.set(&$0[0], "fee", HonestLearning.value("-1.0")) }
        },
        Planted(oracle: .ledgerBalances, evidence: "less than nothing") {
            $0.forgeBlock { HonestLearning.set(&$0[0], "amount", HonestLearning.value("999.0")) }
        },
        Planted(oracle: .ledgerConsent, evidence: "did not sign, or signed once") {
            $0.forgeBlock { _ in }
        },
        Planted(oracle: .blocksWork, evidence: "its hash is another's") {
            HonestLearning.set(&$0.view.blocks[1], "hash", .text("0000"))
        },
        Planted(oracle: .blocksWork, evidence: "has not the work") {
            HonestLearning.set(&$0.view.blocks[1], "nonce", HonestLearning.value("-1"))
            let hash = PublishedReading.blockHash($0.view.blocks[1])
            HonestLearning.set(&$0.view.blocks[1], "hash", .text(hash))
        },
        Planted(oracle: .blocksWork, evidence: "does not name the block before") {
            HonestLearning.set(&$0.view.blocks[0], "hash", .text("another"))
        },
        Planted(oracle: .blocksWork, evidence: "its time is none") {
            $0.forgeBlock(time: "NaN") { _ in }
        },
        Planted(oracle: .blocksWork, evidence: "before its parent's") {
            $0.forgeBlock(time: "1.0") { _ in }
        },
        Planted(oracle: .blocksOneObject, evidence: "one hash names two blocks") {
            $0.sendTwins()
        },
        Planted(oracle: .encodingOneMeaning, evidence: "amount is not written as coins are") {
            $0.hear(
                #"{"amount":5,"fee":0.1,"from_address":"a","id":"i","to_address":"b"}"#,
                at: "transaction")
        },
        Planted(oracle: .encodingOneMeaning, evidence: "is no digest") {
            $0.hear(#"{"model_state_hash":"AB"}"#, at: "proof")
        },
        Planted(oracle: .encodingOneMeaning, evidence: "its index is no integer") {
            $0.hear(#"{"index":true}"#, at: "block")
        },
        Planted(oracle: .trainedChain, evidence: "not of the next epoch") {
            HonestLearning.set(
                &$0.view.trainingBlocks[1], "training_entry", HonestLearning.value(#"{"epoch":9}"#))
        },
        Planted(oracle: .trainedChain, evidence: "is of no training") {
            HonestLearning.set(&$0.view.trainingBlocks[0], "block_hash", .text("another"))
        },
        Planted(oracle: .mostWork, evidence: "gave way") {
            HonestLearning.set(
                &$0.view.trainingBlocks[1], "timestamp", HonestLearning.value("9.0"))
        },
        Planted(oracle: .serviceAlive, evidence: "the miner stands still") {
            $0.view.minerFailure = "AttributeError"
        },
        Planted(oracle: .serviceAlive, evidence: "died") { $0.books.hasDied = true },
    ]

    /// Oracles that the arena answers by itself, for both profiles.
    private static let ofArena: [LearningOracle] = [
        .resourcesBounded, .storeState, .networkAgreement, .determinismReplay,
    ]

    @Test("Values of honest use leave every oracle silent")
    func honest() {
        let learning = HonestLearning()
        for oracle in LearningOracle.allCases {
            if case .violated(let evidence) = learning.finding(oracle) {
                Issue.record("\(oracle): \(evidence)")
            }
        }
    }

    @Test("Each oracle sees the fault that is planted in the values")
    func faults() {
        for fault in Self.planted {
            var learning = HonestLearning()
            fault.plant(&learning)
            guard case .violated(let evidence) = learning.finding(fault.oracle) else {
                Issue.record("\(fault.oracle), \(fault.evidence): intact")
                continue
            }
            #expect(evidence.contains(fault.evidence), "\(fault.oracle): \(evidence)")
        }
        for oracle in LearningOracle.allCases where !Self.ofArena.contains(oracle) {
            #expect(Self.planted.contains { $0.oracle == oracle }, "\(oracle) has no fault")
        }
    }

    @Test("A store that a restart left otherwise is seen")
    func store() {
        var learning = HonestLearning()
        guard case .intact = learning.books.storeFinding else {
            Issue.record("\(learning.books.storeFinding)")
            return
        }
        learning.books.heldAfter = []
        guard case .violated = learning.books.storeFinding else {
            Issue.record("a lost line is not seen")
            return
        }
    }

    @Test("A signature has one form")
    func signatures() {
        let good = "MAYCAQECAQE="
        #expect(PublishedReading.isSignature(good))
        for text in [
            "", "!" + good, "MAYCAQECAQE", "MAYCAQECAQF=", "MAYCAQECAQEA", "MAMCAQE=",
            // An s of 2^256 - 1, far above half of the order.
            "MCYCAQECIQD//////////////////////////////////////////w==",
        ] {
            #expect(!PublishedReading.isSignature(text), "\(text)")
        }
    }
}

extension HonestLearning {
    /// A further block, with the work, of the honest payment once more and a reward.
    mutating func forgeBlock(
        time: String = "3.0", _ change: (inout [PythonValue]) -> Void
    ) {
        var payments = [PublishedReading.hashed(payment: Self.payment), Self.reward]
        change(&payments)
        view.blocks.append(Self.block(after: view.blocks[1], index: 2, payments, time: time))
    }

    /// A held block that a peer sent, and another consensus under its hash.
    mutating func sendTwins() {
        let sealed = Self.block(after: view.blocks[0], index: 1, [])
        view.blocks[1] = sealed
        for consensus in [#"{}"#, #"{"epoch": 1}"#] {
            var sent = sealed
            Self.set(&sent, "consensus_proof", Self.value(consensus))
            hear(String(decoding: Self.bytes(sent), as: UTF8.self), at: "block")
        }
    }
}
