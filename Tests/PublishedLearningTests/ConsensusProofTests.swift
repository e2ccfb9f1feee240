import BigInt
import Cryptography
import PublishedLearning
import PythonValues
import Testing

/// Proofs made by hand from pieces of hashes, as hole 1 of the published rules has them.
enum CraftedProof {
    static func hex(_ text: String) -> String { Digests.sha256(text.utf8).text }

    /// The members of a proof without training; `id` makes it another one.
    static func members(
        node: String = "worker", id: String = "a", timestamp: PythonValue, isHonest: Bool = false
    ) throws -> PythonDictionary {
        let (model, dataset) = (hex("model" + id), hex("dataset" + id))
        let pieces = hex(dataset + model)
        let gradient =
            isHonest ? hex("gradient" + id) : String(pieces.prefix(32) + hex("g").prefix(32))
        let expected = hex(gradient + model + dataset)
        let timed = try hex(gradient + model + dataset + timestamp.text().shown)
        let computation =
            isHonest
            ? hex("computation" + id) : String(expected.prefix(16) + timed.prefix(48))
        var members = PythonDictionary()
        members["node_id"] = .text(node)
        members["model_state_hash"] = .text(model)
        members["gradient_hash"] = .text(gradient)
        members["dataset_chunk_hash"] = .text(dataset)
        members["computation_proof"] = .text(computation)
        members["timestamp"] = timestamp
        members["signature"] = .text("")
        members["validation_signatures"] = .list([])
        return members
    }

    static func proof(
        node: String = "worker", id: String = "a", at time: PythonFloat, isHonest: Bool = false
    ) throws -> TrainingProofView {
        try TrainingProofView(
            members(node: node, id: id, timestamp: .float(time), isHonest: isHonest))
    }
}

@Suite("Tests of a training proof by the published consensus")
struct ConsensusProofTests {
    private let now = PythonFloat(1_700_000_000.5)

    private func points(_ proof: TrainingProofView, hasPending: Bool = false) throws -> String? {
        try ProofTests.authenticity(proof, now: now, hasPending: hasPending, isRecent: { false })?
            .text
    }

    @Test("Pasted pieces of hashes pass, and honest hashes do not")
    func crafted() throws {
        let crafted = try CraftedProof.proof(at: now)
        #expect(try ProofTests.integrityIssues(crafted, now: now).isEmpty)
        #expect(try ProofTests.work(crafted, now: now).text == "0.75")
        #expect(try points(crafted) == "95.0")
        let honest = try CraftedProof.proof(at: now, isHonest: true)
        #expect(try ProofTests.integrityIssues(honest, now: now).isEmpty)
        #expect(try ProofTests.work(honest, now: now).text == "0.5")
        #expect(try points(honest) == "50.0")
    }

    @Test("A proof of the reference vectors has its hash, its tests and its validation")
    func reference() throws {
        let text = #"""
            {"node_id": "worker1", "model_state_hash":
            "310df0b0d4da1a5ef3fc379a1641919dd4ee00f50c580fd9cbf78ad210a1622a", "gradient_hash":
            "52b407b4711e8197db9c9e1bce4b7df8c31cf1c836ef77a5704d0616f080a8d6",
            "dataset_chunk_hash":
            "eea1062df34138d252cb5cfaa9370275e98f78c90c680a8d676134084730a79c",
            "computation_proof":
            "a0aa6a4b9f88286ca518389519e60a02ce5611c93af6eb01c9ace98c34498e54",
            "timestamp": 1700079319.0, "signature": "",
            "validation_signatures": ["x", "x", "x", "x", "x"]}
            """#
        guard
            case .dictionary(let members) = try PythonJSONParser.parse(
                Array(text.utf8), byteCountMax: 1_000)
        else { return }
        let proof = try TrainingProofView(members)
        #expect(
            try proof.hash().shown
                == "2d5266c674626e307622104e4aaf99d40ad12341393eff1e4a06381a52f6873b")
        let engine = PublishedConsensus(
            nodeID: PythonText("authority0"), isAuthority: true, sign: { _ in PythonText("s") })
        for name in ["authority0", "worker1"] {
            engine.updateStake(of: PythonText(name), to: .integer(5000))
        }
        let submission = engine.submit(proof, now: PythonFloat(1_700_079_419))
        #expect(submission.isAccepted && submission.authenticity.map(\.text) == ["95.0", "95.0"])
        #expect(submission.judgement?.score.text == "86.25")
        #expect(submission.judgement?.threshold.text == "80.0")
        #expect(engine.reputation.entries.map(\.value.text) == ["52.0"])
    }

    @Test(
        "Integrity tells what it finds, or raises and tells nothing",
        arguments: [
            ("node_id", PythonValue.none, "missing:node_id"),
            ("gradient_hash", .text("AB"), "length:gradient_hash"),
            (
                "computation_proof", .text(String(repeating: "\u{e9}", count: 64)),
                "hex:computation_proof"
            ),
            ("timestamp", .integer(0), "old"),
            ("timestamp", .float(PythonFloat(1_700_000_301)), "future"),
            ("timestamp", .float(PythonFloat(.nan)), ""),
            ("node_id", .text("ab"), "id_short"),
            ("node_id", .text(String(repeating: "w", count: 101)), "id_long"),
            ("timestamp", .text("1"), "TypeError"),
            ("model_state_hash", .integer(7), "TypeError"),
            ("timestamp", .integer(BigInt(10).power(400)), "OverflowError"),
        ])
    func integrity(_ name: String, _ value: PythonValue, _ result: String) throws {
        var members = try CraftedProof.members(timestamp: .float(now))
        members[name] = value
        let proof = try TrainingProofView(members)
        do throws(PythonError) {
            let issues = try ProofTests.integrityIssues(proof, now: now)
            #expect(issues.joined(separator: " ") == result)
        } catch {
            #expect(error.name == result)
        }
    }

    @Test("A proof is rebuilt from its members alone")
    func rebuilt() throws {
        var members = try CraftedProof.members(timestamp: .float(now))
        members["extra"] = .integer(1)
        #expect(throws: PythonError.self) { try TrainingProofView(members) }
        #expect(throws: PythonError.self) { try TrainingProofView(PythonDictionary()) }
    }
}
