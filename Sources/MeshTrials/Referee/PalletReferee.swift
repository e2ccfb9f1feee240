internal import BigInt
internal import PublishedMeshChain

/// All that the referee knows beside the pallet.
struct PalletNotes: Sendable {
    /// Scores of verifiers that told the truth, and of those that lied, by the published example.
    var truths: [BigInt] = []
    var lies: [BigInt] = []
}

/// Judges a published pallet by its states around each epoch's end.
struct PalletReferee {
    private(set) var complaints: [(oracle: MeshOracle, text: String)] = []
    private static let one: UInt128 = 1_000_000_000_000_000_000

    init(_ pallet: AttackedPallet, _ notes: PalletNotes) {
        if let truth = notes.truths.max(), let lie = notes.lies.min(), truth < lie {
            complain(
                .consensusScores, "who tells the truth scores \(truth), who lies scores \(lie)")
        }
        for event in pallet.events {
            switch event {
            case .call(let call, _): judge(call)
            case .node: break
            case .epoch(let before, let after):
                judge(before, after, most: pallet.system.setup.emissions + Self.one)
            }
        }
    }

    func complaint(of oracle: MeshOracle) -> String? {
        complaints.first { $0.oracle == oracle }?.text
    }

    private mutating func complain(_ oracle: MeshOracle, _ text: String) {
        complaints.append((oracle, text))
    }

    private static func isHonest(_ node: UInt32) -> Bool {
        node >= 1 && Int(node) <= MeshParties.honest.count
    }

    /// A call stands for the one who signed it: the runtime asks for the hotkey's signature.
    private mutating func judge(_ call: PublishedChainCall) {
        guard case .propose(_, let data, _, _) = call else { return }
        if data.contains(where: { $0.score > Self.one }) {
            complain(.consensusScores, "a score above 1")
        }
    }

    private static func stake(_ chain: StakeChain, _ node: UInt32) -> UInt128 {
        chain.stakes[1_000 + UInt64(node)] ?? 0
    }

    private static func units(_ chain: StakeChain) -> UInt128 {
        chain.stakes.entries.reduce(0) { $0 + $1.value }
            + chain.paid.entries.reduce(0) { $0 + $1.value }
    }

    private mutating func judge(_ before: StakeChain, _ after: StakeChain, most: UInt128) {
        let epoch = before.epoch
        if after.stakes.entries.reduce(0, { $0 + $1.value }) != after.totalStake {
            complain(.ledgerSupply, "epoch \(epoch): the total is not that of the stakes")
        }
        if Self.units(after) > Self.units(before) + most {
            complain(.ledgerSupply, "epoch \(epoch): more is issued than is due")
        }
        guard let submission = before.submissions[epoch] else { return }
        let isPaid = after.paid.entries.map(\.value) != before.paid.entries.map(\.value)
        let validators = submission.nodes.filter { $0.nodeClass == .validator }.map(\.id)
        let attests = validators.filter { submission.attests[$0] != nil }
        let isQuorum = 3 * attests.count >= 2 * validators.count
        if isPaid, !isQuorum {
            complain(
                .consensusQuorum,
                "epoch \(epoch) pays: \(attests.count) of \(validators.count) validators attested")
        }
        if !isPaid, submission.data.isEmpty, Self.isHonest(submission.validator) {
            complain(.consensusQuorum, "epoch \(epoch): nobody attests that nobody was there")
        }
        if isPaid {
            judgePay(submission, before, after)
        } else if Self.isHonest(submission.validator),
            Self.stake(after, submission.validator) < Self.stake(before, submission.validator)
        {
            if !submission.data.isEmpty {
                complain(
                    .consensusScores,
                    "epoch \(epoch): verifiers differ over who was there")
            }
            complain(
                .consensusPay,
                "epoch \(epoch): honest \(ChainParties.name(submission.validator)) is slashed")
        }
    }

    private mutating func judgePay(
        _ submission: ChainSubmission, _ before: StakeChain, _ after: StakeChain
    ) {
        let epoch = before.epoch
        let ids = submission.data.map(\.node)
        for node in submission.nodes where submission.attests[node.id] == nil {
            if Self.stake(after, node.id) > Self.stake(before, node.id) {
                complain(
                    .consensusPay,
                    "epoch \(epoch): \(ChainParties.name(node.id)) is paid and did not attest")
            }
        }
        if ids.enumerated().contains(where: { ids[..<$0.offset].contains($0.element) }) {
            complain(
                .consensusPay,
                "epoch \(epoch): a peer counts twice, which thins out the others' shares")
        }
        if submission.data.contains(where: { $0.score != Self.one }) {
            complain(.consensusScores, "epoch \(epoch): a peer who was there is scored 0")
        }
    }
}
