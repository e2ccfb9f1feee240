import Cryptography
import HybridChain
import TestSupport
import Testing
import Trials

@Suite("Deltas of the hardened hybrid chain")
struct DeltaTests {
    @Test("A delta has its layout, its size and an id over all of it")
    func layout() throws {
        let world = try ModelWorld()
        let delta = world.delta(2)
        #expect(delta.bytes.count == ModelWorld.shape.deltaByteCount && delta.bytes.count == 242)
        #expect(HybridDelta(bytes: delta.bytes, shape: ModelWorld.shape) == delta)
        #expect(delta.message + delta.signature == delta.bytes)
        #expect(
            delta.id
                == Digests.sha256(
                    Array("glyphlab/hybrid/1/delta".utf8) + [0] + delta.bytes
                ).bytes)
        #expect(world.refusal(delta.bytes) == nil)
    }

    /// Each case breaks one rule only, so that without its guard the delta is taken.
    @Test("Each guard stops what it names, and nothing else does")
    func guards() throws {
        let world = try ModelWorld()
        let honest = world.delta(2)
        let other = [UInt8](repeating: 1, count: 32)
        var wide = world.factors(2)
        wide[0] = 1 << 20 + 1
        wide[8] = 0
        wide[10] = 0
        wide[12] = 0
        var far = [Int32](repeating: 0, count: ModelWorld.shape.factorCount)
        far[0] = 1 << 20
        far[8] = 1 << 16 + 1
        let cases: [(Guard, HybridDelta)] = [
            (HybridGuards.network, world.delta(2, network: other)),
            (HybridGuards.slot, world.delta(2, slot: 10)),
            (HybridGuards.base, world.delta(2, base: other)),
            (HybridGuards.validator, world.delta(6)),
            (HybridGuards.factorRange, world.delta(2, factors: wide)),
            (HybridGuards.deltaRange, world.delta(2, factors: far)),
            (HybridGuards.deltaSignature, world.delta(2, signer: 3)),
        ]
        for (broken, delta) in cases {
            #expect(world.refusal(delta.bytes) == broken.name)
            #expect(world.refusal(delta.bytes, Guards.all.without(broken)) == nil, "\(broken)")
        }
        #expect(world.refusal(honest.bytes + [0]) == "size")
        #expect(world.refusal(honest.bytes + [0], Guards.all.without(HybridGuards.size)) == nil)
        #expect(world.refusal(Array(honest.bytes.dropLast())) == "size")
        #expect(world.refusal([]) == "size")
    }

    @Test("The range of an expansion is refused one beyond the edge, on either side")
    func edges() throws {
        let world = try ModelWorld()
        for sign in [Int32(1), -1] {
            for (left, verdict) in [(Int32(1 << 16), nil), (1 << 16 + 1, "delta_range")] {
                var factors = [Int32](repeating: 0, count: ModelWorld.shape.factorCount)
                factors[0] = sign * 1 << 20
                factors[8] = left
                #expect(world.refusal(world.delta(0, factors: factors).bytes) == verdict)
            }
            var factors = [Int32](repeating: 0, count: ModelWorld.shape.factorCount)
            factors[5] = sign << 20
            #expect(world.refusal(world.delta(0, factors: factors).bytes) == nil)
            factors[5] += sign
            #expect(world.refusal(world.delta(0, factors: factors).bytes) == "factor_range")
        }
        let least = [Int32](repeating: .min, count: ModelWorld.shape.factorCount)
        let bytes = world.delta(0, factors: least).bytes
        #expect(world.refusal(bytes) == "factor_range")
        let open = Guards.all.without(HybridGuards.factorRange)
        #expect(world.refusal(bytes, open) == "delta_range")
        #expect(world.refusal(bytes, open.without(HybridGuards.deltaRange)) == nil)
    }

    @Test("A validator has one delta on a ground, whatever its signature")
    func once() throws {
        let world = try ModelWorld()
        var book = DeltaBook()
        let first = world.delta(2)
        book.take(first)
        let forged = first.message + [UInt8](repeating: 9, count: 64)
        let second = world.delta(2, factors: world.factors(3))
        #expect(world.refusal(first.bytes, .all, book) == "duplicate")
        #expect(world.refusal(forged, .all, book) == "duplicate")
        #expect(world.refusal(second.bytes, .all, book) == "delta_once")
        #expect(world.refusal(world.delta(3).bytes, .all, book) == nil)
        let open = Guards.all.without(HybridGuards.duplicate)
        #expect(world.refusal(first.bytes, open, book) == nil)
        #expect(world.refusal(second.bytes, open, book) == "delta_once")
        #expect(
            world.refusal(second.bytes, Guards.all.without(HybridGuards.deltaOnce), book) == nil)
    }

    @Test("The order of the guards is the page's: of two broken rules the first speaks")
    func order() throws {
        let world = try ModelWorld()
        let other = [UInt8](repeating: 1, count: 32)
        let wide = [Int32](repeating: 1 << 21, count: ModelWorld.shape.factorCount)
        var delta = world.delta(6, factors: wide, network: other, slot: 3, base: other, signer: 1)
        #expect(world.refusal(delta.bytes + [1]) == "size")
        #expect(world.refusal(delta.bytes) == "network")
        delta = world.delta(6, factors: wide, slot: 3, base: other, signer: 1)
        #expect(world.refusal(delta.bytes) == "slot")
        delta = world.delta(6, factors: wide, base: other, signer: 1)
        #expect(world.refusal(delta.bytes) == "base")
        delta = world.delta(6, factors: wide, signer: 1)
        #expect(world.refusal(delta.bytes) == "validator")
        delta = world.delta(5, factors: wide, signer: 1)
        #expect(world.refusal(delta.bytes) == "factor_range")
        delta = world.delta(5, factors: wide.map { $0 / 2 }, signer: 1)
        #expect(world.refusal(delta.bytes) == "delta_range")
        delta = world.delta(5, signer: 1)
        var book = DeltaBook()
        book.take(world.delta(5, factors: world.factors(1)))
        #expect(world.refusal(delta.bytes, .all, book) == "delta_once")
        #expect(world.refusal(delta.bytes) == "delta_signature")
    }

    @Test("Signatures of no strict form are refused: S + L, small orders, other domains")
    func signatures() throws {
        let world = try ModelWorld()
        let delta = world.delta(1)
        var order: [UInt8] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14,
        ]
        order += [UInt8](repeating: 0, count: 15) + [0x10]
        var carry = 0
        let raised = zip(delta.signature.suffix(32), order).map { left, right in
            carry += Int(left) + Int(right)
            defer { carry /= 256 }
            return UInt8(carry % 256)
        }
        let identity = [UInt8(1)] + [UInt8](repeating: 0, count: 31)
        let zero = [UInt8](repeating: 0, count: 32)
        for signature in [
            Array(delta.signature.prefix(32)) + raised, identity + zero, zero + zero,
            HybridDomain.signature("ack", delta.message, by: world.keys[1]),
            world.keys[1].signature(of: delta.message),
        ] {
            #expect(world.refusal(delta.message + signature) == "delta_signature")
        }
    }

    @Test("No bytes of any length or content end anything, with guards or without")
    func hostile() throws {
        let world = try ModelWorld()
        let honest = world.delta(2).bytes
        let open = HybridGuards.all.reduce(Guards.all) { $0.without($1) }
        var random = SeededGenerator(seed: 22)
        for count in 0...300 {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(world.refusal(noise) != nil)
            _ = world.refusal(noise, open)
            _ = world.refusal(Array(honest.prefix(count)), open)
        }
        for place in honest.indices {
            for bit in 0..<8 {
                var changed = honest
                changed[place] ^= 1 << UInt8(bit)
                #expect(world.refusal(changed) != nil, "\(place) \(bit)")
            }
        }
    }
}
