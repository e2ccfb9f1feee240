internal import Cryptography
internal import HybridChain
internal import Scenarios

/// The attacker's workshop: objects that keep every rule but those that a twist breaks.
struct HardenedWorkshop {
    let parties: HardenedParties
    let rules: RefereeRules
    private let training: HonestTraining
    /// Deltas that the attacker made or heard.
    private(set) var deltas: [[UInt8]] = []

    init(_ parties: HardenedParties, seed: String) {
        self.parties = parties
        rules = RefereeRules(parties.genesis)
        training = HonestTraining(parties.genesis, seed: seed)
    }

    /// The ground on which objects are made.
    struct Ground {
        /// The head.
        let place: RefereePlace
        /// The present slot.
        let slot: UInt64
        /// The deltas of the slot that the network has.
        let deltas: [[UInt8]]
    }

    func delta(_ id: [UInt8]) -> [UInt8]? {
        deltas.first { RefereeBytes.hash("delta", $0) == id }
    }

    mutating func learn(_ bytes: [UInt8]) {
        if !deltas.contains(bytes) { deltas.append(bytes) }
    }

    static func moved(_ slot: UInt64, _ by: Int) -> UInt64 {
        UInt64(clamping: Int(clamping: slot) + by)
    }

    // MARK: Deltas

    mutating func made(_ plan: HardenedDeltaPlan, _ ground: Ground) throws -> [[UInt8]] {
        guard let weights = ground.place.state.weights(of: parties.genesis.shape) else {
            throw StepFault("weights out of range")
        }
        let slot = Self.moved(ground.slot, plan.slots)
        let index = (try? parties.index(plan.trainer)) ?? 64
        let candidate = training.candidate(weights, slot: ground.slot)
        return (plan.variant..<plan.variant + plan.count).map { number in
            var factors = training.version(
                candidate, of: index &+ UInt16(100 * number), slot: ground.slot)
            twist(&factors, plan.twist)
            var network = rules.network
            var base = rules.model.hash(ground.place.state.weights)
            if plan.twist == .network { network = RefereeBytes.hash("other", network) }
            if plan.twist == .base { base = RefereeBytes.hash("other", base) }
            var bytes = HybridDelta(
                network: network, slot: slot, base: base, index: index, factors: factors,
                signedBy: parties.key(plan.signer)
            ).bytes
            if plan.twist == .longer { bytes.append(0) }
            learn(bytes)
            return HybridMessage(.delta, bytes).bytes
        }
    }

    private func twist(_ factors: inout [Int32], _ twist: HardenedDeltaPlan.Twist) {
        let shape = parties.genesis.shape
        let firstLeft = shape.rank * shape.inputCount
        let secondRight = firstLeft + shape.hiddenCount * shape.rank
        let secondLeft = secondRight + shape.rank * shape.hiddenCount
        let left = Array(firstLeft..<secondRight) + Array(secondLeft..<factors.count)
        switch twist {
        case .reversed: for place in left { factors[place] = -factors[place] }
        case .harmful:
            for place in left {
                factors[place] = max(min(-4 * factors[place], 1 << 17), -(1 << 17))
            }
        case .empty: factors = factors.map { _ in 0 }
        case .factor:
            factors[0] = (1 << 20) + 1
            factors[firstLeft] = 1
            for place in factors.indices where place > 0 && place < secondRight {
                factors[place] = 0
            }
        case .product:
            factors[0] = 1 << 20
            factors[firstLeft] = 1 << 20
        default: break
        }
    }

    // MARK: Updates

    /// The body of an update of the network's deltas, the attacker's in their trainers' places.
    func made(
        _ plan: HardenedUpdatePlan, _ ours: [[UInt8]], _ ground: Ground
    ) throws -> [UInt8] {
        let shape = parties.genesis.shape
        func index(_ bytes: [UInt8]) -> UInt16 { RefereeDelta(bytes, shape).index }
        let replaced = ours.map(index)
        var all = ground.deltas.filter { !replaced.contains(index($0)) } + ours
        all.sort { index($0) < index($1) }
        switch plan.twist {
        case .few: all = Array(all.prefix(3))
        case .order: all.reverse()
        case .doubled: if let last = all.last { all.append(last) }
        default: break
        }
        guard let weights = rules.weights(all, on: ground.place) else {
            throw StepFault("an update of no deltas")
        }
        var (network, parent) = (rules.network, ground.place.hash)
        var base = rules.model.hash(ground.place.state.weights)
        var result = rules.model.hash(weights.new)
        var ids = all.map { RefereeBytes.hash("delta", $0) }
        switch plan.twist {
        case .result: result = RefereeBytes.hash("other", result)
        case .unknown: ids[0] = RefereeBytes.hash("other", ids[0])
        case .parent: parent = RefereeBytes.hash("other", parent)
        case .base: base = RefereeBytes.hash("other", base)
        case .network: network = RefereeBytes.hash("other", network)
        default: break
        }
        let update = HybridUpdate(
            network: network, slot: Self.moved(ground.slot, plan.slots), parent: parent,
            base: base, deltaIDs: ids, weightsHash: result)
        return HybridMessage(.update, update.bytes + (plan.twist == .longer ? [0] : [])).bytes
    }

    // MARK: Signed words

    func made(
        _ plan: HardenedAcknowledgementPlan, _ update: [UInt8], _ ground: Ground
    ) throws -> [[UInt8]] {
        var id = RefereeBytes.hash("update", update)
        if plan.twist == .half { id = id.prefix(16) + [UInt8](repeating: 7, count: 16) }
        let network =
            plan.twist == .network ? RefereeBytes.hash("other", rules.network) : rules.network
        return plan.signers.members.map { member in
            let signer = plan.signers.signer.isEmpty ? member : plan.signers.signer
            let one = HybridAcknowledgement(
                network: network, slot: Self.moved(ground.slot, plan.slots), updateID: id,
                index: (try? parties.index(member)) ?? 64, signedBy: parties.key(signer))
            var bytes = one.bytes
            switch plan.twist {
            case .malleable:
                bytes.replaceSubrange(106..<138, with: Self.raised(Array(bytes[106..<138])))
            case .identity:
                bytes.replaceSubrange(
                    74..<106, with: [1] + [UInt8](repeating: 0, count: 31))
            case .longer: bytes.append(0)
            default: break
            }
            return HybridMessage(.acknowledgement, bytes).bytes
        }
    }

    /// S + L, little-endian.
    private static func raised(_ scalar: [UInt8]) -> [UInt8] {
        let order: [UInt8] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ]
        var carry = 0
        return zip(scalar, order).map { one, other in
            let sum = Int(one) + Int(other) + carry
            carry = sum >> 8
            return UInt8(truncatingIfNeeded: sum)
        }
    }

    func made(
        _ plan: HardenedVotePlan, _ places: RefereePlaces, _ ground: Ground
    ) throws -> [UInt8] {
        let state = ground.place.state
        let epochSlots = parties.genesis.epochSlotCount
        func checkpoint(_ epoch: UInt64) -> HybridCheckpoint {
            HybridCheckpoint(
                epoch: epoch,
                root: places.last(notAbove: epoch * epochSlots, from: ground.place).hash)
        }
        var source =
            plan.source < 0
            ? HybridCheckpoint(epoch: state.highest.epoch, root: state.highest.root)
            : checkpoint(UInt64(plan.source))
        var target = checkpoint(
            plan.target < 0 ? ground.place.slot / epochSlots : UInt64(plan.target))
        if plan.twist == .root {
            target = HybridCheckpoint(
                epoch: target.epoch, root: RefereeBytes.hash("other", target.root))
        }
        if plan.twist == .source {
            source = HybridCheckpoint(
                epoch: source.epoch, root: RefereeBytes.hash("other", source.root))
        }
        let network =
            plan.twist == .network ? RefereeBytes.hash("other", rules.network) : rules.network
        let vote = HybridVote(
            network: network, link: HybridLink(source: source, target: target),
            index: (try? parties.index(plan.validator)) ?? 64,
            signedBy: parties.key(plan.signer))
        return HybridMessage(.vote, vote.bytes + (plan.twist == .longer ? [0] : [])).bytes
    }

    /// A piece of evidence of bytes that were shown.
    func made(
        _ plan: HardenedEvidencePlan, first: [UInt8], second: [UInt8], deltas: [[UInt8]]
    ) -> [UInt8] {
        let shape = parties.genesis.shape
        var deltas = deltas.sorted {
            RefereeDelta($0, shape).index < RefereeDelta($1, shape).index
        }
        if plan.twist == .signature, let last = deltas.first?.indices.last {
            deltas[0][last] ^= 1
        }
        let evidence = HybridEvidence(
            kindByte: UInt8(truncatingIfNeeded: plan.kind), first: first, second: second,
            deltas: deltas)
        return HybridMessage(
            .evidence, evidence.bytes + (plan.twist == .longer ? [0] : [])
        ).bytes
    }
}
