import Cryptography
import HybridChain
import TestSupport
import Testing
import Trials

@Suite("Updates of the hardened hybrid chain")
struct UpdateTests {
    /// An update of six honest deltas, of which one false one is borne.
    private struct Case {
        let world: ModelWorld
        let rules: HybridUpdateRules
        let deltas: [ExpandedDelta]
        let update: HybridUpdate
        let aggregate: Aggregate

        init(_ guards: Guards = .all) throws {
            // Draws follow from the number, so the first that helps is the same each time.
            world = try ModelWorld("updates", faultCount: 1)
            rules = HybridUpdateRules(world.genesis, guards: guards)
            let signs = [Int32(1), -1]
            for number in 0..<200 {
                var deltas: [ExpandedDelta] = []
                for index in 0..<6 {
                    let factors = world.factors(number).map { $0 * signs[number % 2] }
                    let change = Int32(index)
                    let bytes = world.delta(index, factors: factors.map { $0 + change }).bytes
                    deltas.append(try rules.delta(bytes, world.ground))
                }
                guard let made = try? rules.made(of: deltas.reversed(), world.ground) else {
                    continue
                }
                self.deltas = deltas
                (update, aggregate) = made
                return
            }
            throw Refusal(index: nil, by: HybridGuards.lossGate, message: "nothing drawn helps")
        }

        func refusal(
            _ update: HybridUpdate, _ guards: Guards = .all, _ ground: UpdateGround? = nil,
            deltas: [HybridDelta]? = nil
        ) -> String? {
            let known = deltas ?? self.deltas.map(\.delta)
            return ModelWorld.refusal { () throws(Refusal) in
                _ = try HybridUpdateRules(world.genesis, guards: guards).update(
                    update.bytes, ground ?? world.ground
                ) { id in known.first { $0.id == id }?.bytes }
            }
        }

        func changed(
            network: [UInt8]? = nil, slot: UInt64? = nil, parent: [UInt8]? = nil,
            base: [UInt8]? = nil, ids: [[UInt8]]? = nil, hash: [UInt8]? = nil
        ) -> HybridUpdate {
            HybridUpdate(
                network: network ?? update.network, slot: slot ?? update.slot,
                parent: parent ?? update.parent, base: base ?? update.base,
                deltaIDs: ids ?? update.deltaIDs, weightsHash: hash ?? update.weightsHash)
        }
    }

    @Test("What an honest proposer makes is taken, and gives its weights")
    func honest() throws {
        let one = try Case()
        #expect(one.update.bytes.count == 138 + 32 * 6 && one.update.isExact)
        #expect(one.refusal(one.update) == nil)
        #expect(HybridUpdate(bytes: one.update.bytes) == one.update)
        let judged = try one.rules.update(one.update.bytes, one.world.ground) { id in
            one.deltas.first { $0.delta.id == id }?.delta.bytes
        }
        #expect(judged == one.aggregate && judged.hash == judged.weights.hash)
        #expect(judged.hash != one.world.ground.base && judged.after < one.world.ground.before)
    }

    @Test("Each guard stops what it names, and nothing else does")
    func guards() throws {
        let one = try Case()
        let other = [UInt8](repeating: 3, count: 32)
        let ids = one.update.deltaIDs
        let cases: [(Guard, HybridUpdate)] = [
            (HybridGuards.updateSize, HybridUpdate(bytes: one.update.bytes + [0])),
            (HybridGuards.updateFields, one.changed(network: other)),
            (HybridGuards.updateFields, one.changed(slot: 10)),
            (HybridGuards.updateFields, one.changed(parent: other)),
            (HybridGuards.base, one.changed(base: other)),
            (HybridGuards.aggregate, one.changed(hash: other)),
        ]
        for (broken, update) in cases {
            #expect(one.refusal(update) == broken.name)
            #expect(one.refusal(update, Guards.all.without(broken)) == nil, "\(broken)")
        }
        let swapped = one.changed(ids: [ids[1], ids[0]] + ids[2...])
        #expect(one.refusal(swapped) == "delta_order")
        let twice = one.changed(ids: [ids[0]] + ids)
        #expect(one.refusal(twice) == "delta_order")
        let few = one.changed(ids: Array(ids.prefix(4)))
        #expect(one.refusal(few) == "krum_count")
        #expect(one.refusal(few, Guards.all.without(HybridGuards.krumCount)) == "aggregate")
        let none = one.changed(ids: [])
        #expect(one.refusal(none, Guards.all.without(HybridGuards.krumCount)) == "krum_count")
        for cut in 0..<one.update.bytes.count {
            #expect(
                one.refusal(HybridUpdate(bytes: Array(one.update.bytes.prefix(cut))))
                    == "update_size")
        }
        #expect(one.refusal(one.changed(ids: Array(repeating: ids[0], count: 65))) == "update_size")
    }

    @Test("An update waits for deltas, and takes no content under another's id")
    func unknown() throws {
        let one = try Case()
        #expect(one.refusal(one.update, deltas: []) == "deltas_known")
        let rules = one.rules
        let forged = one.deltas[0].delta.message + [UInt8](repeating: 5, count: 64)
        let refusal = ModelWorld.refusal { () throws(Refusal) in
            _ = try rules.update(one.update.bytes, one.world.ground) { _ in forged }
        }
        #expect(refusal == "deltas_known")
        let open = HybridUpdateRules(
            one.world.genesis, guards: Guards.all.without(HybridGuards.deltasKnown))
        let other = ModelWorld.refusal { () throws(Refusal) in
            _ = try open.update(one.update.bytes, one.world.ground) { _ in forged }
        }
        #expect(other == "delta_signature")
    }

    @Test("A listed delta is judged by its own guards")
    func listed() throws {
        let one = try Case()
        let inactive = one.world.delta(6)
        var ids = one.update.deltaIDs
        ids.append(inactive.id)
        let deltas = one.deltas.map(\.delta) + [inactive]
        #expect(one.refusal(one.changed(ids: ids), deltas: deltas) == "validator")
        ids[6] = one.world.delta(5, signer: 4).id
        let framed = deltas + [one.world.delta(5, signer: 4)]
        #expect(one.refusal(one.changed(ids: ids), deltas: framed) == "delta_signature")
    }

    @Test("Deltas that change nothing, or do harm, stop at the gate")
    func gate() throws {
        let world = try ModelWorld("updates", faultCount: 1)
        let rules = HybridUpdateRules(world.genesis)
        let zero = [Int32](repeating: 0, count: ModelWorld.shape.factorCount)
        var deltas: [ExpandedDelta] = []
        for index in 0..<5 {
            deltas.append(
                try rules.delta(world.delta(index, factors: zero).bytes, world.ground))
        }
        let aggregate = try rules.aggregate(deltas, world.ground)
        #expect(aggregate.hash == world.ground.base && aggregate.after == world.ground.before)
        let body = rules.update(of: deltas, aggregate, world.ground).bytes
        func refusal(_ guards: Guards) -> String? {
            ModelWorld.refusal { () throws(Refusal) in
                _ = try HybridUpdateRules(world.genesis, guards: guards).update(
                    body, world.ground
                ) { id in deltas.first { $0.delta.id == id }?.delta.bytes }
            }
        }
        #expect(refusal(.all) == "loss_gate")
        #expect(refusal(Guards.all.without(HybridGuards.lossGate)) == nil)
    }

    @Test("The bound on f is n ≥ 2f + 3, for every n and f")
    func bound() throws {
        for count in 1...9 {
            for faultCount in 0...4 {
                let world = try ModelWorld("bound", count: count, faultCount: faultCount)
                let rules = HybridUpdateRules(world.genesis)
                var deltas: [ExpandedDelta] = []
                for index in 0..<count {
                    let delta = HybridDelta(
                        network: world.genesis.network, slot: 9, base: world.ground.base,
                        index: UInt16(index), factors: world.factors(index),
                        signedBy: world.keys[index])
                    deltas.append(try rules.delta(delta.bytes, world.openGround))
                }
                let refusal = ModelWorld.refusal { () throws(Refusal) in
                    _ = try rules.aggregate(deltas, world.ground)
                }
                #expect(refusal == (count >= 2 * faultCount + 3 ? nil : "krum_count"))
            }
        }
    }

    @Test("New weights are clamped")
    func clamped() throws {
        let shape = ModelWorld.shape
        let most: Int32 = 1 << 23
        let weights = try #require(
            HybridWeights(
                shape: shape, hidden: [Int32](repeating: most, count: shape.hiddenWeightCount),
                output: [Int32](repeating: -most, count: shape.outputWeightCount)))
        let up = weights.adding([Int64](repeating: 1 << 20, count: shape.weightCount))
        #expect(up.hidden == weights.hidden && up.output.allSatisfy { $0 == -most + 1 << 20 })
        let down = weights.adding([Int64](repeating: -1, count: shape.weightCount))
        #expect(down.hidden.allSatisfy { $0 == most - 1 } && down.output == weights.output)
        let beyond = [Int32](repeating: most + 1, count: shape.hiddenWeightCount)
        #expect(HybridWeights(shape: shape, hidden: beyond, output: weights.output) == nil)
        #expect(HybridWeights(shape: shape, hidden: [], output: weights.output) == nil)
    }

    @Test("No bytes of any length or content end anything, with guards or without")
    func hostile() throws {
        let one = try Case()
        let open = HybridGuards.all.reduce(Guards.all) { $0.without($1) }
        var random = SeededGenerator(seed: 23)
        for count in 0...300 {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(one.refusal(HybridUpdate(bytes: noise)) != nil)
            _ = one.refusal(HybridUpdate(bytes: noise), open)
        }
        for place in one.update.bytes.indices {
            var changed = one.update.bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(one.refusal(HybridUpdate(bytes: changed)) != nil, "\(place)")
            _ = one.refusal(HybridUpdate(bytes: changed), open)
        }
    }
}
