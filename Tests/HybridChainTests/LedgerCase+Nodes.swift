import Cryptography
import HybridChain
import Trials

extension LedgerWorld {
    /// Judges an acknowledgement of slot 1.
    func verdict(
        _ one: HybridAcknowledgement, _ guards: Guards, isKnown: Bool = true,
        taken: HybridAcknowledgement? = nil
    ) -> String? {
        let rules = HybridRules(genesis, guards: guards)
        var book = AcknowledgementBook()
        if let taken { book.take(taken) }
        return LedgerCase.refusal { () throws(Refusal) in
            _ = try rules.judge(
                acknowledgement: one.bytes, slot: 1, in: rules.state(on: head, slot: 1), book,
                isKnown: { _ in isKnown })
        }
    }
}

extension LedgerCase {
    static let acknowledgements: [LedgerCase] = [
        LedgerCase(HybridGuards.updateKnown) { guards in
            let world = try LedgerWorld()
            return world.verdict(
                world.acknowledgement(of: [1], slot: 1, by: 2), guards, isKnown: false)
        },
        LedgerCase(HybridGuards.ackOnce) { guards in
            let world = try LedgerWorld()
            return world.verdict(
                world.acknowledgement(of: [1], slot: 1, by: 2), guards,
                taken: world.acknowledgement(of: [2], slot: 1, by: 2))
        },
        LedgerCase(HybridGuards.duplicate) { guards in
            let world = try LedgerWorld()
            let one = world.acknowledgement(of: [1], slot: 1, by: 2)
            return world.verdict(one, guards, taken: one)
        },
        LedgerCase(HybridGuards.slot) { guards in
            let world = try LedgerWorld()
            return world.verdict(world.acknowledgement(of: [1], slot: 2, by: 2), guards)
        },
        LedgerCase(HybridGuards.network) { guards in
            let world = try LedgerWorld()
            let other = [UInt8](repeating: 1, count: 32)
            return world.verdict(
                world.acknowledgement(of: [1], slot: 1, by: 2, network: other), guards)
        },
        LedgerCase(HybridGuards.ackSignature) { guards in
            let world = try LedgerWorld()
            return world.verdict(
                world.acknowledgement(of: [1], slot: 1, by: 2, signer: 3), guards)
        },
    ]

    static let nodes: [LedgerCase] = [
        LedgerCase(HybridGuards.store) { guards in
            let world = try LedgerWorld()
            try world.advance(toSlot: 6)
            let node = HybridNode(genesis: world.genesis, guards: guards)
            let store = try world.storeDocument()
            return try node.submit(
                Array(store.dropLast()), to: HybridSurfaces.store, from: Source(1),
                at: LogicalClock(milliseconds: 0)
            ).refusals.first?.by.name
        },
        LedgerCase(HybridGuards.sourceBudget) { guards in
            let world = try LedgerWorld()
            let node = HybridNode(genesis: world.genesis, guards: guards)
            let clock = LogicalClock(milliseconds: 0)
            _ = node.begin(slot: 1)
            let honest = try world.honestDeltas(slot: 1)
            for _ in 0..<HybridNodeLimits.wastedCountMax {
                let forged = Array(honest[0].bytes.dropLast(64)) + [UInt8](repeating: 1, count: 64)
                let reply = try node.submit(
                    forged, to: HybridSurfaces.delta, from: Source(1), at: clock)
                guard reply.refusals.first?.by == HybridGuards.deltaSignature else { return "none" }
            }
            // Another source is heard all the same, and so is this one after a minute.
            let other = try node.submit(
                honest[1].bytes, to: HybridSurfaces.delta, from: Source(2), at: clock)
            let later = LogicalClock(milliseconds: HybridNodeLimits.wastedMilliseconds)
            let same = try node.submit(
                honest[2].bytes, to: HybridSurfaces.delta, from: Source(1), at: later)
            guard other.isAccepted, same.isAccepted else { return "none" }
            return try node.submit(
                honest[0].bytes, to: HybridSurfaces.delta, from: Source(1), at: clock
            ).refusals.first?.by.name
        },
    ]
}

extension LedgerWorld {
    /// The store of a node that has the world's chain.
    func storeDocument() throws -> [UInt8] {
        let node = HybridNode(genesis: genesis)
        let clock = LogicalClock(milliseconds: 0)
        for hash in tree.order {
            guard let block = tree.block(hash) else { continue }
            let contents = HybridUpdate(bytes: block.update).deltaIDs.compactMap(known)
            let bundle = HybridBundle(deltas: contents, block: block.bytes)
            _ = try node.submit(
                HybridMessage(.bundle, bundle.bytes).bytes, to: HybridSurfaces.gossip,
                from: Source(0), at: clock)
        }
        return node.storeDocument
    }
}
