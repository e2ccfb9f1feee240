import Cryptography
import HybridChain
import TestSupport
import Testing

@Suite("The genesis of the hardened hybrid chain")
struct GenesisTests {
    @Test("A genesis is read back from its bytes, and from no others")
    func bytes() throws {
        let genesis = try ModelWorld().genesis
        let bytes = genesis.bytes
        #expect(HybridGenesis(bytes: bytes) == genesis)
        #expect(HybridGenesis(bytes: bytes + [0]) == nil)
        for count in 0..<bytes.count {
            #expect(HybridGenesis(bytes: Array(bytes.prefix(count))) == nil)
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            var changed = bytes
            changed[Int.random(in: bytes.indices, using: &random)] = .random(
                in: 0...255, using: &random)
            if let other = HybridGenesis(bytes: changed) { #expect(other.bytes == changed) }
        }
        #expect(genesis.network != genesis.tip)
        #expect(genesis.network == HybridDomain.digest("network", bytes))
    }

    @Test("The rules of a genesis are refused one beyond each edge")
    func rules() throws {
        let good = try ModelWorld().genesis
        func genesis(
            name: Int = 3, validators: [HybridGenesis.Validator]? = nil, faultCount: Int = 1,
            slots: UInt64 = 8, samples: [HybridGenesis.Sample]? = nil, target: Int = 32
        ) -> HybridGenesis? {
            HybridGenesis(
                name: [UInt8](repeating: 97, count: name),
                validators: validators ?? good.validators, shape: good.shape,
                faultCount: faultCount, epochSlotCount: slots, samples: samples ?? good.samples,
                target: [UInt8](repeating: 1, count: target))
        }
        func validators(_ count: Int, bond: UInt64 = 1) -> [HybridGenesis.Validator] {
            (0..<count).map { .init(key: [UInt8](repeating: UInt8($0), count: 32), bond: bond) }
        }
        let sample = good.samples[0]
        #expect(genesis() != nil && genesis(name: 0) != nil && genesis(name: 65_535) != nil)
        #expect(genesis(name: 65_536) == nil)
        #expect(genesis(validators: validators(64)) != nil && genesis(validators: []) == nil)
        #expect(genesis(validators: validators(65)) == nil)
        #expect(genesis(validators: good.validators.reversed()) == nil)
        #expect(genesis(validators: [good.validators[0], good.validators[0]]) == nil)
        #expect(genesis(validators: [.init(key: [1], bond: 1)]) == nil)
        #expect(genesis(validators: validators(2, bond: .max)) == nil)
        #expect(genesis(validators: validators(1, bond: .max)) != nil)
        #expect(genesis(faultCount: 255) != nil && genesis(faultCount: 256) == nil)
        #expect(genesis(faultCount: -1) == nil)
        #expect(genesis(slots: 0) == nil && genesis(slots: 65_536) == nil)
        #expect(genesis(slots: 65_535) != nil)
        #expect(genesis(samples: []) == nil)
        #expect(genesis(samples: Array(repeating: sample, count: 512)) != nil)
        #expect(genesis(samples: Array(repeating: sample, count: 513)) == nil)
        #expect(genesis(samples: [.init(input: sample.input, label: 3)]) == nil)
        #expect(genesis(samples: [.init(input: [1], label: 0)]) == nil)
        #expect(genesis(target: 31) == nil)
    }

    @Test("Shapes stay within 2^14 weights and rank 8")
    func shapes() {
        func isShape(_ d: Int, _ h: Int, _ c: Int, _ r: Int) -> Bool {
            HybridShape(inputCount: d, hiddenCount: h, classCount: c, rank: r) != nil
        }
        #expect(isShape(1, 1, 1, 1) && isShape(16_383, 1, 1, 8) && isShape(1, 8_192, 1, 1))
        #expect(!isShape(16_384, 1, 1, 1) && !isShape(1, 8_193, 1, 1) && !isShape(128, 128, 1, 1))
        #expect(!isShape(0, 1, 1, 1) && !isShape(1, 0, 1, 1) && !isShape(1, 1, 0, 1))
        #expect(!isShape(1, 1, 1, 0) && !isShape(1, 1, 1, 9) && !isShape(-1, 1, 1, 1))
        #expect(!isShape(65_535, 65_535, 65_535, 8))
    }

    @Test("The laboratory's keys rise and follow from the name")
    func keys() {
        let name = Array("some name".utf8)
        let keys = LabKeys.keys(name: name, count: 5)
        let hash = Digests.sha256(name).bytes
        let seeds = (UInt8(0)..<5).map {
            Digests.sha256(Array("glyphlab/hybrid/1/key".utf8) + [0] + hash + [0, $0]).bytes
        }
        #expect(Set(keys.map(\.seed)) == Set(seeds))
        #expect(
            zip(keys, keys.dropFirst()).allSatisfy {
                $0.publicKey.lexicographicallyPrecedes($1.publicKey)
            })
    }

    @Test("The model's losses of the widest shapes do not end anything")
    func losses() throws {
        for (d, h, c) in [(16_383, 1, 1), (1, 8_192, 1), (1, 1, 16_383), (64, 128, 64)] {
            let shape = try #require(
                HybridShape(inputCount: d, hiddenCount: h, classCount: c, rank: 1))
            let hidden = [Int32](repeating: 1 << 23, count: shape.hiddenWeightCount)
            let output = [Int32](repeating: -(1 << 23), count: shape.outputWeightCount)
            let weights = try #require(
                HybridWeights(shape: shape, hidden: hidden, output: output))
            let samples = [UInt8(0), 255].map {
                HybridGenesis.Sample(input: [UInt8](repeating: $0, count: d), label: 0)
            }
            #expect(weights.losses(on: samples).allSatisfy { (0...1 << 20).contains($0) })
        }
    }
}
