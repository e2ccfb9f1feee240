internal import BigInt
internal import GlyphChainTrials
internal import Scenarios

/// The referee of a trial: he reads what lies at honest nodes by his own code, block by block from
/// genesis on.
struct NodeReferee<Reading: ChainReading> {
    /// Blocks that stand on one that is buried.
    private static var buryingBlockCount: Int { 11 }

    /// A chain as he judges it.
    struct Judged {
        let chain: CheckedChain
        let tip: String
        let fault: Fault?
    }

    struct Fault {
        enum Kind {
            case encoding, proof, rule
        }

        let kind: Kind
        let text: String
    }

    let reading: Reading
    /// The agreed first block's bytes.
    let genesis: [UInt8]
    let clockSeconds: Int
    let views: [NodeView]
    let books: NodeBooks

    // MARK: Chains

    /// **Throws:** an error of the laboratory.
    func judged(_ blocks: [[UInt8]]?, clockSeconds: Int? = nil) throws -> Judged {
        var chain = CheckedChain()
        var nonces: [String: Int] = [:]  // looked up, never iterated
        func ended(_ kind: Fault.Kind, _ text: String) -> Judged {
            Judged(chain: chain, tip: "", fault: Fault(kind: kind, text: text))
        }
        guard let blocks, let first = blocks.first else {
            return ended(.encoding, "no list of blocks lies there")
        }
        guard first == genesis else { return ended(.encoding, "the first block is spelled anew") }
        for (height, bytes) in blocks.enumerated().dropFirst() {
            let block: ExactBlock
            switch reading.exact(bytes, height: height) {
            case .success(let exact): block = exact
            case .failure(let why): return ended(.encoding, "block \(height): \(why.why)")
            }
            let complaint = try chain.add(
                block, bytes, clockSeconds: clockSeconds ?? self.clockSeconds, reading,
                earned: reading.earnedProof)
            if let complaint {
                let isProof = complaint == "its proof"
                return ended(isProof ? .proof : .rule, "block \(height): \(complaint)")
            }
            for payment in block.payments {
                let nonce = nonces.updateValue(payment.nonce, forKey: payment.from)
                guard reading.isPayable(payment, after: nonce) else {
                    return ended(.rule, "block \(height): a payment that nobody signed so")
                }
            }
            if height > 1, chain.blocks[height - 2].hash != block.previousHash {
                return ended(.rule, "block \(height): it stands on another")
            }
        }
        return Judged(chain: chain, tip: chain.blocks.last?.hash ?? "genesis", fault: nil)
    }

    /// A node that has no file yet holds the first block alone.
    private func blocks(_ view: NodeView) -> [[UInt8]]? {
        view.file.map { reading.blocks(inFile: $0) } ?? [genesis]
    }

    private func judged(_ name: String) throws -> Judged {
        guard let view = views.first(where: { $0.name == name }) else {
            throw StepFault("no node \(name)")
        }
        return try judged(blocks(view))
    }

    // MARK: Findings

    /// **Throws:** ``StepFault`` for an oracle that is not decided from chains.
    func finding(of oracle: NodeOracle) throws -> Finding {
        switch oracle {
        case .encodingOneMeaning: try encoding()
        case .forkMostWork: try mostWork()
        case .networkAgreement: try agreement()
        case .networkPeers: newcomer()
        case .proofEarned: try chains { $0.kind != .rule }
        case .ledgerExact: try chains { _ in true }
        case .ledgerKept: try kept()
        case .timeExact: try buried()
        case .storeState, .resourcesBounded, .serviceAlive, .determinismReplay:
            throw StepFault("\(oracle.rawValue) is not decided from chains")
        }
    }

    private func chains(_ counts: (Fault) -> Bool) throws -> Finding {
        var blockCount = 0
        for view in views {
            let judged = try judged(blocks(view))
            if let fault = judged.fault, counts(fault) {
                return .violated("\(view.name), \(fault.text)")
            }
            blockCount += judged.chain.blocks.count
        }
        return .intact("\(blockCount) blocks at \(views.count) nodes keep every rule")
    }

    private func encoding() throws -> Finding {
        for taken in books.taken {
            if let why = inexact(taken) { return .violated("taken bytes: \(why)") }
        }
        return try chains { $0.kind == .encoding }
    }

    /// Why a list of blocks that a node took means nothing exact; nil where it does.
    private func inexact(_ taken: TakenBlocks) -> String? {
        guard let blocks = taken.blocks else { return "no list of blocks" }
        if taken.isWhole, blocks.first != genesis { return "the first block is spelled anew" }
        for (height, block) in blocks.enumerated().dropFirst(taken.isWhole ? 1 : 0) {
            if case .failure(let why) = reading.exact(block, height: height) {
                return "block \(height): \(why.why)"
            }
        }
        return nil
    }

    private func mostWork() throws -> Finding {
        let own = try judged(NodeParties.first)
        if let fault = own.fault { return .violated("\(NodeParties.first), \(fault.text)") }
        var best = own.chain.work
        let all = books.offered + views.compactMap { blocks($0) }
        for chain in all {
            let other = try judged(chain)
            if other.fault == nil { best = max(best, other.chain.work) }
        }
        guard own.chain.work >= best else {
            return .violated("\(NodeParties.first) holds work \(own.chain.work) of \(best)")
        }
        return .intact("\(NodeParties.first) holds work \(best), the most that is valid")
    }

    private func agreement() throws -> Finding {
        let own = try judged(NodeParties.first)
        if let fault = own.fault { return .violated("\(NodeParties.first), \(fault.text)") }
        for view in views where view.name != NodeParties.first {
            let other = try judged(blocks(view))
            guard other.fault == nil, other.tip == own.tip else {
                return .violated("\(NodeParties.first) and \(view.name) hold different chains")
            }
        }
        return .intact("\(views.count) nodes hold \(own.chain.blocks.count) blocks")
    }

    private func newcomer() -> Finding {
        guard let newcomer = books.newcomer else { return .intact("nobody came late") }
        let peers = views.first { $0.name == NodeParties.first }?.peers ?? []
        guard peers.contains(newcomer) else {
            return .violated("the newcomer is none of \(peers.count) peers")
        }
        return .intact("the newcomer is one of \(peers.count) peers")
    }

    private func kept() throws -> Finding {
        let own = try judged(NodeParties.first)
        if let fault = own.fault { return .violated("\(NodeParties.first), \(fault.text)") }
        let waiting = views.first { $0.name == NodeParties.first }?.waiting ?? []
        let there = own.chain.blocks.flatMap(\.payments) + waiting.compactMap(payment)
        for bytes in books.payments {
            guard let payment = payment(bytes) else {
                return .violated("a payment that means nothing exact was taken")
            }
            guard there.contains(where: { $0.content == payment.content }) else {
                return .violated("a payment of \(payment.amount) is gone")
            }
        }
        return .intact("\(books.payments.count) payments are in the chain, or wait")
    }

    private func payment(_ bytes: [UInt8]) -> ExactPayment? {
        try? reading.exactPayment(bytes).get()
    }

    private func buried() throws -> Finding {
        let own = try judged(NodeParties.first)
        if let fault = own.fault { return .violated("\(NodeParties.first), \(fault.text)") }
        let others =
            views.filter { $0.name != NodeParties.first }.map { self.blocks($0) } + books.offered
        for blocks in others {
            // A chain counts once its time has come.
            let other = try judged(blocks, clockSeconds: Int.max / 2)
            guard other.fault == nil else { continue }
            let buriedCount = other.chain.blocks.count - Self.buryingBlockCount
            guard own.chain.blocks.count >= buriedCount else {
                return .violated(
                    "\(NodeParties.first) holds \(own.chain.blocks.count) of \(buriedCount) blocks "
                        + "that others stand on")
            }
        }
        return .intact("\(NodeParties.first) holds all blocks that eleven others stand on")
    }
}
