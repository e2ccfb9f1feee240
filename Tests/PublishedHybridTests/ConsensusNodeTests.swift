import PublishedHybrid
import Testing

@Suite("Consensus node of the published hybrid chain")
struct ConsensusNodeTests {
    private let validators = (UInt8(0)..<4).map { BeaconValidator(publicKey: [$0]) }
    private let update = [UInt8](repeating: 5, count: 32)

    private func block(
        _ name: UInt8 = 0, slot: UInt64 = 0, proposer: UInt64 = 0, extra: [UInt8]?? = .none,
        signature: ConsensusBlock.Signature = .good
    ) -> ConsensusBlock {
        let whole = [UInt8](repeating: 0, count: 32) + update
        return ConsensusBlock(
            identifier: [name], slot: slot, proposer: proposer,
            extraData: extra ?? whole, signature: signature)
    }

    /// Surroundings in which the members' look-ups are answered in turn.
    private func surroundings(
        _ answers: [ConsensusNode.LookUp], validators: [BeaconValidator]? = nil,
        passes: Bool = true, slasher: ConsensusNode.Slasher = .up
    ) -> ConsensusNode.Surroundings {
        var rest = answers[...]
        return ConsensusNode.Surroundings(
            validators: validators ?? self.validators, passesStateTransition: passes,
            slasher: slasher, lookUp: { _ in rest.popFirst() ?? .missing })
    }

    private let vote = ConsensusNode.LookUp.value([1])
    private let other = ConsensusNode.LookUp.value([])

    @Test("Nothing is looked up for a block without an update")
    func noUpdate() {
        let parent = [UInt8](repeating: 9, count: 32)
        let zeros = [UInt8](repeating: 0, count: 32)
        for extra in [nil, [], Array((parent + update).dropLast()), parent + zeros + update] {
            var node = ConsensusNode()
            let judgement = node.judge(block(extra: .some(extra)), in: surroundings([]))
            #expect(judgement.refusal == nil && judgement.votes == nil)
            #expect(judgement.lookUps.isEmpty && node.cache.blocks.isEmpty)
        }
    }

    @Test("A last byte that is not zero makes an update, and bytes behind it do not count")
    func bounds() {
        let extra = [UInt8](repeating: 0, count: 63) + [1]
        var node = ConsensusNode()
        let first = node.judge(block(extra: extra), in: surroundings([]))
        let second = node.judge(block(extra: extra + [7, 7]), in: surroundings([]))
        #expect(first.refusal == .network && first.lookUps == second.lookUps)
        #expect(first.lookUps.count == 4)
    }

    @Test("More than half of the look-ups have to fail, whatever the quorum")
    func networkBound() {
        var node = ConsensusNode(quorumSetting: "0")
        let half = node.judge(block(), in: surroundings([.failed, .missing, other, other]))
        #expect(half.refusal == nil && half.votes == .counted(votes: 0, memberCount: 4))
        let more = node.judge(block(), in: surroundings([.failed, .missing, .failed, vote]))
        #expect(more.refusal == .network && more.votes == .failed(errors: 3, memberCount: 4))
        #expect(more.slashPath == nil)
    }

    @Test("Only the byte 1 is a vote", arguments: [[], [0], [2], [1, 0], [0, 1], [0x31]])
    func values(value: [UInt8]) {
        var node = ConsensusNode()
        let judgement = node.judge(
            block(), in: surroundings([vote, .value(value), .value(value), .value(value)]))
        #expect(judgement.refusal == .quorum)
        #expect(judgement.votes == .counted(votes: 1, memberCount: 4))
    }

    @Test("Two listings of one key ask twice, and vote twice")
    func twice() {
        let twins = [BeaconValidator(publicKey: [1]), BeaconValidator(publicKey: [1])]
        var node = ConsensusNode(quorumSetting: "2")
        let judgement = node.judge(block(), in: surroundings([vote, vote], validators: twins))
        #expect(judgement.refusal == nil && judgement.lookUps.count == 2)
        #expect(judgement.lookUps[0] == judgement.lookUps[1])
    }

    @Test("A refused transition asks nothing")
    func transition() {
        var node = ConsensusNode(quorumSetting: "-1")
        let judgement = node.judge(block(), in: surroundings([vote], passes: false))
        #expect(judgement.refusal == .stateTransition && judgement.lookUps.isEmpty)
    }

    /// A node that holds a block of the proposer, and the judgement of one without a quorum.
    private func slashed(
        proposer: UInt64 = 1, cached: ConsensusBlock.Signature = .good,
        present: ConsensusBlock.Signature = .good, isMinimal: Bool = false,
        validators: [BeaconValidator]? = nil, slasher: ConsensusNode.Slasher = .up
    ) -> BlockJudgement {
        var node = ConsensusNode(isMinimal: isMinimal)
        let first = block(1, slot: 3, proposer: proposer, signature: cached)
        #expect(node.judge(first, in: surroundings([vote, vote, vote, vote])).refusal == nil)
        let second = block(2, slot: 900, proposer: proposer, signature: present)
        let judgement = node.judge(
            second,
            in: surroundings(
                [other, other, other, other], validators: validators, slasher: slasher))
        #expect(node.cache.block(of: proposer)?.identifier == [1])
        return judgement
    }

    @Test("Headers of any two slots are handed to the slasher")
    func submitted() {
        let judgement = slashed()
        #expect(judgement.refusal == .slashed && judgement.slashPath == .submitted)
        #expect(judgement.slashing?.cached.slot == 3)
        #expect(judgement.slashing?.present.slot == 900)
    }

    @Test("Each stop of the slash path gives quorum")
    func stops() {
        let foreign = [BeaconValidator(publicKey: [0])]
        let broken = validators.map {
            BeaconValidator(publicKey: $0.publicKey, isKeyValid: false)
        }
        let judgements: [(BlockJudgement, SlashPath)] = [
            (slashed(isMinimal: true), .disabled),
            (slashed(cached: .empty, present: .empty), .cachedUnsigned),
            (slashed(present: .empty, validators: foreign), .unsigned),
            (slashed(present: .malformed, validators: foreign), .proposerIndex),
            (slashed(proposer: 4), .proposerIndex),
            (slashed(proposer: .max), .proposerIndex),
            (slashed(present: .malformed, validators: broken), .publicKey),
            (slashed(cached: .wrong, present: .malformed), .signatureForm),
            (slashed(cached: .wrong, present: .wrong), .signature),
            (slashed(cached: .malformed), .cachedSignature),
            (slashed(slasher: .down), .slasher), (slashed(slasher: .refuses), .slasher),
        ]
        for (judgement, path) in judgements {
            #expect(judgement.refusal == .quorum && judgement.slashPath == path)
            #expect(judgement.slashing == nil)
        }
    }

    @Test("A restart forgets who proposed, and a copy goes on by itself")
    func restart() {
        var node = ConsensusNode()
        _ = node.judge(block(), in: surroundings([vote, vote]))
        #expect(node.cache.blocks.isEmpty == false)
        let copy = node
        node.restart()
        #expect(node.cache.blocks.isEmpty && copy.cache.blocks.count == 1)
        let judgement = node.judge(block(), in: surroundings([other, other, other, other]))
        #expect(judgement.slashPath == .noCachedBlock)
    }

    @Test("The cache holds one block a proposer, by rising index")
    func cache() {
        var node = ConsensusNode(quorumSetting: "0")
        for (name, proposer) in [(1, 7), (2, .max), (3, 0), (4, 7), (5, 3)] as [(UInt8, UInt64)] {
            let answers = [other, other, other, other]
            _ = node.judge(block(name, proposer: proposer), in: surroundings(answers))
        }
        #expect(node.cache.blocks.map(\.proposer) == [0, 3, 7, .max])
        #expect(node.cache.blocks.map(\.identifier) == [[3], [5], [4], [2]])
        #expect(node.cache.block(of: 8) == nil)
    }

    @Test("Each check that is taken out lets its blocks pass")
    func withoutChecks() {
        func refusal(
            _ checks: [HybridCheck], _ answers: [ConsensusNode.LookUp], passes: Bool = true
        ) -> BlockRefusal? {
            var node = ConsensusNode(checks: HybridChecks(without: checks))
            return node.judge(block(), in: surroundings(answers, passes: passes)).refusal
        }
        #expect(refusal([.stateTransition], [vote, vote], passes: false) == nil)
        #expect(refusal([.network], [vote]) == .quorum)
        #expect(refusal([.quorum], [vote]) == .network)
        #expect(refusal([.quorum], [vote, other, other, other]) == nil)
        #expect(refusal([.network, .quorum], []) == nil)
        #expect(BlockRefusal.slashed.check == .quorum)
    }

    @Test("A store without its check of age lets an earlier expiry overwrite")
    func storeWithoutChecks() {
        let key = RecordKey("k")
        var store = RecordStore(checks: HybridChecks(without: [.older]))
        #expect(store.store([1], for: key, expires: 9, now: 0) == nil)
        #expect(store.store([2], for: key, expires: 5, now: 0) == nil)
        #expect(store.record(for: key, now: 5)?.value == [2])
    }
}
