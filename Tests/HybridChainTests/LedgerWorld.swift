import Cryptography
import HybridChain
import Trials

/// A chain of seven validators, of which one may lie, with epochs of four slots, and all that is
/// needed to make blocks of it, good and bad.
final class LedgerWorld {
    let genesis: HybridGenesis
    let keys: [Ed25519PrivateKey]
    /// The rules that blocks are made by: an attacker's own.
    let rules: HybridRules
    let tree: HybridTree
    /// The deltas of the chain, by id.
    private(set) var deltas: [[UInt8]: [UInt8]] = [:]  // looked up, never iterated

    static let bond: UInt64 = 32_000_000_000

    init(
        _ guards: Guards = .all, name: String = "a ledger", count: Int = 7, faultCount: Int = 1,
        memory: HybridMemory = HybridMemory()
    ) throws {
        genesis = try Self.genesis(name, count: count, faultCount: faultCount)
        keys = LabKeys.keys(name: genesis.name, count: count)
        rules = HybridRules(genesis, guards: guards, memory: memory)
        tree = HybridTree(rules)
    }

    static func genesis(
        _ name: String, count: Int, faultCount: Int = 1, epochSlotCount: UInt64 = 4
    ) throws -> HybridGenesis {
        let name = Array(name.utf8)
        let samples = (0..<12).map { number in
            HybridGenesis.Sample(
                input: (0..<4).map { UInt8(truncatingIfNeeded: number * 37 + $0 * 91) },
                label: UInt8(number % 3))
        }
        let genesis = HybridGenesis(
            name: name,
            validators: LabKeys.keys(name: name, count: count).map {
                .init(key: $0.publicKey, bond: bond)
            },
            shape: ModelWorld.shape, faultCount: faultCount, epochSlotCount: epochSlotCount,
            samples: samples, target: [0x0F] + [UInt8](repeating: 255, count: 31))
        guard let genesis else {
            throw Refusal(index: nil, by: Guard("genesis"), message: "no genesis")
        }
        return genesis
    }

    var network: [UInt8] { genesis.network }
    var head: HybridTip { tree.head }
    func known(_ id: [UInt8]) -> [UInt8]? { deltas[id] }
    func take(_ delta: HybridDelta) { deltas[delta.id] = delta.bytes }

    /// Takes all blocks of a node that the world does not have, with their deltas.
    func follow(_ node: HybridNode) throws {
        for hash in node.tree.order {
            guard let bundle = node.bundle(hash) else { continue }
            for content in bundle.deltas { deltas[HybridDelta.id(of: content)] = content }
            try tree.take(HybridBlock(bytes: bundle.block), known: known)
        }
    }

    // MARK: Updates

    /// Factors near each other that lower the loss on a ground, or raise it: the first of drawn
    /// ones.
    static func factors(
        on ground: UpdateGround, _ rules: HybridRules, count: Int, doesHarm: Bool = false
    ) throws -> [[Int32]] {
        for number in 0..<2_000 {
            var random = ActorRandom(seed: "ledger", actor: String(number))
            let base = (0..<ModelWorld.shape.factorCount).map { _ in
                Int32(random.integer(in: -40_000...40_000))
            }
            let dense = DeltaExpansion.dense(base, ModelWorld.shape)
            let after = ground.weights.adding(dense).loss(on: rules.genesis.samples)
            guard doesHarm ? after > ground.before : 1_000 * after < 990 * ground.before else {
                continue
            }
            return (0..<count).map { index in base.map { $0 + Int32(index) } }
        }
        throw Refusal(index: nil, by: HybridGuards.lossGate, message: "nothing drawn helps")
    }

    /// Honest deltas of all who may act in a slot on the head.
    func honestDeltas(
        slot: UInt64, on parent: HybridTip? = nil, doesHarm: Bool = false
    ) throws -> [HybridDelta] {
        let ground = rules.updateGround(on: parent ?? head, slot: slot)
        let active = rules.state(on: parent ?? head, slot: slot).active.indices
        let factors = try Self.factors(
            on: ground, rules, count: active.count, doesHarm: doesHarm)
        return zip(active, factors).map { index, factors in
            HybridDelta(
                network: network, slot: slot, base: ground.base, index: UInt16(index),
                factors: factors, signedBy: keys[index])
        }
    }

    /// An update of deltas, right or wrong, with what it makes.
    func update(
        of deltas: [HybridDelta], slot: UInt64, on parent: HybridTip? = nil
    ) throws -> (body: [UInt8], aggregate: Aggregate) {
        let ground = rules.updateGround(on: parent ?? head, slot: slot)
        for delta in deltas { take(delta) }
        let expanded = deltas.map {
            ExpandedDelta(
                delta: $0, dense: DeltaExpansion.dense($0.factors, genesis.shape))
        }
        let aggregate = try rules.updates.aggregate(expanded, ground)
        return (rules.updates.update(of: expanded, aggregate, ground).bytes, aggregate)
    }

    func honestUpdate(
        slot: UInt64, on parent: HybridTip? = nil
    ) throws -> (body: [UInt8], aggregate: Aggregate) {
        try update(of: honestDeltas(slot: slot, on: parent), slot: slot, on: parent)
    }

    func acknowledgement(
        of body: [UInt8], slot: UInt64, by index: Int, signer: Int? = nil,
        network: [UInt8]? = nil
    ) -> HybridAcknowledgement {
        HybridAcknowledgement(
            network: network ?? self.network, slot: slot,
            updateID: HybridUpdate(bytes: body).id, index: UInt16(index),
            signedBy: keys[(signer ?? index) % keys.count])
    }

    /// Acknowledgements by the first members that suffice.
    func quorum(of body: [UInt8], slot: UInt64) -> [HybridAcknowledgement] {
        let state = rules.state(on: head, slot: slot)
        return state.active.indices.prefix(state.quorum).map {
            acknowledgement(of: body, slot: slot, by: $0)
        }
    }

    // MARK: Blocks

    /// A block on a place, made by the bench's own rules, which may lack guards.
    func block(
        slot: UInt64, proposer: Int = 0, signer: Int? = nil, _ parts: BlockParts = BlockParts(),
        on parent: HybridTip? = nil
    ) throws -> HybridBlock {
        let block = rules.built(
            parts, on: tree.chain(to: parent ?? head), slot: slot, proposer: UInt16(proposer),
            key: keys[(signer ?? proposer) % keys.count])
        guard let block else {
            throw Refusal(index: nil, by: HybridGuards.work, message: "no nonce")
        }
        return block
    }

    /// Sends a block to the bench's own chain, which must take it.
    @discardableResult
    func take(_ block: HybridBlock) throws -> HybridBlock {
        try tree.take(block, known: known)
        return block
    }

    func updateBlock(slot: UInt64, proposer: Int = 0) throws -> HybridBlock {
        let update = try honestUpdate(slot: slot)
        return try block(
            slot: slot, proposer: proposer,
            BlockParts(
                update: update, acknowledgements: quorum(of: update.body, slot: slot),
                votes: try dueVotes()))
    }

    // MARK: Votes

    func vote(
        _ link: HybridLink, by index: Int, signer: Int? = nil, network: [UInt8]? = nil
    ) -> HybridVote {
        HybridVote(
            network: network ?? self.network, link: link, index: UInt16(index),
            signedBy: keys[(signer ?? index) % keys.count])
    }

    /// The checkpoint of an epoch on the head's chain.
    func checkpoint(_ epoch: UInt64) -> HybridCheckpoint {
        HybridCheckpoint(
            epoch: epoch,
            root: tree.main.last(notAbove: epoch * genesis.epochSlotCount).hash)
    }

    /// The votes of all for the latest checkpoint, if it is not justified.
    func dueVotes() throws -> [HybridVote] {
        let epoch = rules.epoch(of: head.slot)
        let finality = head.state.finality
        guard epoch > finality.highest.epoch else { return [] }
        let link = HybridLink(source: finality.highest, target: checkpoint(epoch))
        return head.state.active.indices.map { vote(link, by: $0) }
    }

    /// Empty blocks with all due votes, up to a slot.
    func advance(toSlot slot: UInt64) throws {
        while head.slot < slot {
            try take(block(slot: head.slot + 1, proposer: proposer, votesOnly()))
        }
    }

    /// The first who may propose.
    var proposer: Int { head.state.active.indices.first ?? 0 }

    private func votesOnly() throws -> BlockParts { BlockParts(votes: try dueVotes()) }

    // MARK: Verdicts

    /// The guard that refuses a block on a node with other guards, which has the bench's chain; nil
    /// if it is taken. A refusal must change nothing.
    func verdict(_ block: HybridBlock, _ guards: Guards) -> String? {
        let other = HybridTree(HybridRules(genesis, guards: guards, memory: rules.memory))
        for hash in tree.order {
            guard let mine = tree.block(hash) else { continue }
            do { try other.take(mine, known: known) } catch { return "history: \(error)" }
        }
        let before = (other.head.hash, other.head.state.root, other.order.count)
        do {
            try other.take(block, known: known)
            return nil
        } catch {
            let isUntouched =
                before == (other.head.hash, other.head.state.root, other.order.count)
            return isUntouched ? error.by.name : "changed by \(error.by.name)"
        }
    }
}
