import Cryptography
import HybridChain
import Trials

/// A small chain with seven validators, a slot of it, and their honest deltas.
struct ModelWorld {
    let genesis: HybridGenesis
    let keys: [Ed25519PrivateKey]
    let ground: UpdateGround

    static let shape = HybridShape(inputCount: 4, hiddenCount: 3, classCount: 3, rank: 2)!

    init(_ name: String = "a small chain", count: Int = 7, faultCount: Int = 2) throws {
        let name = Array(name.utf8)
        keys = LabKeys.keys(name: name, count: count)
        let samples = (0..<8).map { number in
            HybridGenesis.Sample(
                input: (0..<4).map { UInt8(truncatingIfNeeded: number * 37 + $0 * 91) },
                label: UInt8(number % 3))
        }
        guard
            let genesis = HybridGenesis(
                name: name, validators: keys.map { .init(key: $0.publicKey, bond: 1_000) },
                shape: Self.shape, faultCount: faultCount, epochSlotCount: 8, samples: samples,
                target: [UInt8](repeating: 255, count: 32))
        else { throw Refusal(index: nil, by: Guard("genesis"), message: "no genesis") }
        self.genesis = genesis
        ground = UpdateGround(
            slot: 9, parent: [UInt8](repeating: 7, count: 32), weights: HybridWeights(genesis),
            isActive: keys.indices.map { $0 != 6 || count != 7 }, samples: genesis.samples)
    }

    /// A ground on which all may train.
    var openGround: UpdateGround {
        UpdateGround(
            slot: ground.slot, parent: ground.parent, weights: ground.weights,
            isActive: keys.map { _ in true }, samples: genesis.samples)
    }

    /// Factors that follow from the validator's number and lower the loss.
    func factors(_ index: Int) -> [Int32] {
        var random = ActorRandom(seed: "factors", actor: String(index))
        return (0..<Self.shape.factorCount).map { _ in
            Int32(random.integer(in: -30_000...30_000))
        }
    }

    func delta(
        _ index: Int, factors: [Int32]? = nil, network: [UInt8]? = nil, slot: UInt64? = nil,
        base: [UInt8]? = nil, signer: Int? = nil
    ) -> HybridDelta {
        HybridDelta(
            network: network ?? genesis.network, slot: slot ?? ground.slot,
            base: base ?? ground.base, index: UInt16(index),
            factors: factors ?? self.factors(index), signedBy: keys[signer ?? min(index, 6)])
    }

    /// The name of the guard that refuses a delta, or nil.
    func refusal(
        _ bytes: [UInt8], _ guards: Guards = .all, _ book: DeltaBook = DeltaBook()
    ) -> String? {
        Self.refusal { () throws(Refusal) in
            _ = try HybridUpdateRules(genesis, guards: guards).delta(bytes, ground, book)
        }
    }

    static func refusal(_ judgement: () throws(Refusal) -> Void) -> String? {
        do throws(Refusal) {
            try judgement()
            return nil
        } catch {
            return error.by.name
        }
    }
}
