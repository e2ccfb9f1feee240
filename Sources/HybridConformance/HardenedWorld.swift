internal import Conformance
internal import HybridChain
internal import PythonValues

/// A world of hardened objects: a chain, a slot of it, and who may act there.
struct HardenedWorld {
    let genesis: HybridGenesis
    let slot: UInt64
    let parent: [UInt8]
    let parentNumber: UInt64
    let parentSlot: UInt64
    /// The indices of those that may train and propose, and of the epoch's members.
    let active: [Int]
    let committee: [Int]
    /// f of the evidence of kind 4.
    let evidenceFaultCount: Int

    init(_ vector: VectorValue) throws {
        let bytes = try vector.member("genesis").hexadecimal()
        guard let genesis = HybridGenesis(bytes: bytes) else {
            throw try vector.member("genesis").unexpected("a genesis")
        }
        self.genesis = genesis
        slot = try vector.member("slot").hardenedNumber()
        parent = try vector.member("parent").hexadecimal()
        parentNumber = try vector.member("parent_number").hardenedNumber()
        parentSlot = try vector.member("parent_slot").hardenedNumber()
        active = try vector.member("active").elements().map { try $0.int() }
        committee = try vector.member("committee").elements().map { try $0.int() }
        evidenceFaultCount = try vector.member("f_in_bad_ack").int()
        guard parent.count == 32, (0..<1 << 8).contains(evidenceFaultCount) else {
            throw vector.unexpected("a parent's hash, and an f of evidence below 256")
        }
    }

    /// The slot's ground, for those of `active`, or for all validators.
    func ground(everybody: Bool = false) -> UpdateGround {
        UpdateGround(
            slot: slot, parent: parent, weights: HybridWeights(genesis),
            isActive: genesis.validators.indices.map { everybody || active.contains($0) },
            samples: genesis.samples)
    }
}
