internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedMeshChain
internal import PythonValues

/// The chain's clock, histories of its epochs, and questions for proofs of stake.
struct ChainEpochVectors: VectorJudge {
    let name = "chain_epochs"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["clock"] != nil && document["histories"] != nil
            && document["proof_of_stake"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let clock = try root.member("clock").elements().enumerated().map {
            try Self.clock($1, index: "clock \($0)")
        }
        let histories = try root.member("histories").elements().enumerated().flatMap {
            number, history in
            var player: ChainHistoryPlayer?
            return try history.member("steps").elements().enumerated().map { index, step in
                if try step.member("op").string() == "reset" {
                    player = try ChainHistoryPlayer(reset: step)
                }
                let (expected, got) = try player?.play(step) ?? ("a reset", "none")
                return VectorOutcome(index: "\(number) \(index)", expected: expected, got: got)
            }
        }
        let questions = try root.member("proof_of_stake").elements().enumerated().flatMap {
            try Self.proofOfStake($1, number: $0)
        }
        return clock + histories + questions
    }

    private static func clock(_ vector: VectorValue, index: String) throws -> VectorOutcome {
        let clock = ChainClock(
            length: try vector.member("length").unsigned32(),
            slot: try vector.member("slot").unsigned32())
        let block = try vector.member("block").unsigned32()
        let attestor = clock.attestorMoment(
            at: block, proposal: try vector.member("attestor_for_proposal_block").unsigned32())
        let got = PythonValue.list([
            ChainHistoryPlayer.value(clock, block),
            attestor.map { .list([.integer($0.epoch), .text(String($0.progress))]) } ?? .none,
        ])
        let expected = try PythonValue.list([
            vector.member("epoch_progress_started_open").value,
            vector.member("attestor").value,
        ])
        return try VectorOutcome(
            index: index, expected: PythonJSONWriter.text(expected),
            got: PythonJSONWriter.text(got))
    }

    private static func proofOfStake(
        _ vector: VectorValue, number: Int
    ) throws -> [VectorOutcome] {
        // Epochs of one block, so that the epoch is the block's number behind the slot.
        var chain = StakeChain(
            ChainParameters(
                clock: ChainClock(length: 1, slot: 1), idleEpochs: 0, includedEpochs: 0,
                weightThreshold: 0, stakeMin: try vector.member("min_stake").amount(),
                immunityEpochs: 0))
        let epoch = try vector.member("subnet_epoch").unsigned32()
        chain.block = epoch == .max ? epoch : epoch + 1
        for node in try vector.member("nodes").elements() {
            let id = try node.member("id").unsigned32()
            chain.add(
                ChainNode(
                    id: id, hotkey: 1000 + UInt64(id), coldkey: 500 + UInt64(id),
                    nodeClass: try ChainHistoryPlayer.nodeClass(node),
                    startEpoch: try node.member("start").unsigned32(),
                    peers: ["peer\(id)", "boot\(id)", "client\(id)"].map { Array($0.utf8) }),
                stake: try node.member("stake").amount())
        }
        chain.overwatchPeers = try vector.member("overwatch").elements().map {
            try Array($0.string().utf8)
        }
        chain.bootnodes = try vector.member("bootnodes").elements().map {
            try Array($0.string().utf8)
        }
        return try vector.member("questions").elements().enumerated().map { index, question in
            let leastClass = UInt8(exactly: try question.member("min_class").unsigned32())
            let isStaked = try leastClass.map {
                try chain.proofOfStake(
                    subnet: question.member("subnet").unsigned32(),
                    peer: Array(question.member("peer").string().utf8), leastClass: $0)
            }
            return VectorOutcome(
                index: "proof_of_stake \(number) \(index)",
                expected: try question.member("verdict").string(),
                got: isStaked == true ? "accept" : "reject")
        }
    }
}
