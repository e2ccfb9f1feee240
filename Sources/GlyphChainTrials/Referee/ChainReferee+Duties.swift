internal import Chains
internal import Scenarios
internal import Trials

/// The fork choice where anybody may have sent anything at any time.
extension ChainReferee {
    /// Whether the head is a valid chain, with as much work as any that the node had to take. Of
    /// chains of equal work either will do.
    ///
    /// **Throws:** an error of the store or of the laboratory.
    func heaviest(_ books: ChainBooks, _ view: NodeView) throws -> Finding {
        let main = try view.blocks.get()
        let genesis = try reading.claimedHash(main[0]).unquoted
        var head = CheckedChain()
        for (index, bytes) in main.dropFirst().enumerated() {
            let height = index + 1
            let complaint: String?
            switch reading.exact(bytes, height: height) {
            case .failure(let inexact): complaint = inexact.why
            case .success(let block):
                complaint = try head.add(
                    block, bytes, clockSeconds: view.clockSeconds, reading,
                    earned: reading.earnedProof)
            }
            if let complaint {
                return .violated("the head stands on block \(height), which breaks: \(complaint)")
            }
        }
        let best = try duties(books, view, main[0], genesis).best
        guard best.work <= head.work else {
            return .violated(
                "the head at height \(head.blocks.count) has less work than the valid "
                    + "\(best.hash.prefix(16)) at height \(best.height)")
        }
        return .intact("the head has the most valid work, height \(head.blocks.count)")
    }

    private func duties(
        _ books: ChainBooks, _ view: NodeView, _ genesisBytes: [UInt8], _ genesis: String
    ) throws -> ForkDuties<Reading> {
        var duties = ForkDuties(reading: reading, genesis: genesis)
        var honest = books.honestBlocks.filter { $0.node == 0 && $0.exact != nil }[...]
        func noteHonest(before order: Int) throws {
            while let block = honest.first, block.order < order {
                honest = honest.dropFirst()
                guard let parent = block.exact?.previousHash else { continue }
                try duties.note([block.bytes], on: parent, clockSeconds: view.clockSeconds)
            }
        }
        // Floods are of one message.
        var last: (surface: Surface, bytes: [UInt8], blocks: [[UInt8]]?)?
        for submission in books.submissions where submission.node == 0 && !submission.isTwins {
            guard let moment = submission.moment, !moment.isPaused else { continue }
            try noteHonest(before: moment.order)
            if last?.surface != submission.surface || last?.bytes != submission.bytes {
                last = (submission.surface, submission.bytes, blocks(in: submission, genesisBytes))
            }
            let parent =
                submission.surface == ChainSurfaces.chain
                ? genesis
                : submission.surface == ChainSurfaces.peer ? moment.parent : moment.tip
            guard let parent, let blocks = last?.blocks else { continue }
            try duties.note(blocks, on: parent, clockSeconds: moment.clockSeconds)
        }
        try noteHonest(before: .max)
        // Once the network is whole, what others hold came here, too.
        for other in books.others {
            try duties.note(
                Array(try other.blocks.get().dropFirst()), on: genesis,
                clockSeconds: view.clockSeconds)
        }
        return duties
    }

    /// Blocks of a message; nil for a message of none.
    private func blocks(
        in submission: ChainBooks.Submission, _ genesisBytes: [UInt8]
    ) -> [[UInt8]]? {
        let bytes = submission.bytes
        switch submission.surface {
        case ChainSurfaces.block: return [bytes]
        case ChainSurfaces.chain:
            guard let blocks = reading.blocks(inFile: bytes), blocks.first == genesisBytes else {
                return nil
            }
            return Array(blocks.dropFirst())
        case ChainSurfaces.peer:
            guard case .blocks(_, let blocks)? = ExactMessage(bytes) else { return nil }
            return blocks
        default: return nil
        }
    }
}

extension String {
    /// A text of JSON without its quotes; anything else as it is.
    fileprivate var unquoted: String {
        hasPrefix("\"") && hasSuffix("\"") && count >= 2 ? String(dropFirst().dropLast()) : self
    }
}
