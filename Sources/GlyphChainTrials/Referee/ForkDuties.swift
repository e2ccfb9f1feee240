internal import BigInt
internal import Scenarios

/// The blocks that a node had to take, as they came: each when it came, since no node has to keep
/// what it could not take then.
struct ForkDuties<Reading: ChainReading> {
    private struct Entry {
        let parent: Int
        /// Nil for genesis.
        let block: ExactBlock?
        let hash: String
        let height: Int
        let work: BigUInt
    }

    private struct Row: Hashable {
        let parent: String
        let blocks: [[UInt8]]
    }

    private let reading: Reading
    /// Blocks of a row that are known, and the hash of the last.
    private var known: [Row: (count: Int, tip: String)] = [:]  // looked up, never iterated
    /// Genesis first.
    private var entries: [Entry]
    private var places: [String: Int]  // looked up, never iterated
    private var bestPlace = 0
    /// The chain up to the block that was built on last: most blocks stand on the one before.
    private var built: (place: Int, chain: CheckedChain) = (0, CheckedChain())
    /// Proofs that were computed, by their blocks' hashes.
    private var earned: [String: String?] = [:]  // looked up, never iterated
    /// The block that was read last: floods are of one.
    private var lastRead: (bytes: [UInt8], height: Int, block: ExactBlock?) = ([], 0, nil)

    init(reading: Reading, genesis: String) {
        self.reading = reading
        entries = [Entry(parent: 0, block: nil, hash: genesis, height: 0, work: 0)]
        places = [genesis: 0]
    }

    /// The block with the most work; of equal ones the first that came.
    var best: (work: BigUInt, hash: String, height: Int) {
        let entry = entries[bestPlace]
        return (entry.work, entry.hash, entry.height)
    }

    /// Notes blocks in a row that came to the node, as far as it had to take them.
    ///
    /// - Parameters:
    ///   - parent: the hash of the block that the node was told to put the first on.
    ///   - clockSeconds: the node's.
    /// **Throws:** an error of the laboratory.
    mutating func note(_ blocks: [[UInt8]], on parent: String, clockSeconds: Int) throws {
        // What it knows of them already, it knows for good.
        let key = Row(parent: parent, blocks: blocks)
        let begun = known[key] ?? (0, parent)
        var (count, tip) = begun
        defer { if count > begun.count { known[key] = (count, tip) } }
        for bytes in blocks[count...] {
            guard let place = places[tip],
                let block = read(bytes, height: entries[place].height + 1),
                block.previousHash == tip
            else { return }
            if places[block.hash] == nil {
                guard try add(block, bytes, to: place, clockSeconds: clockSeconds) else { return }
            }
            tip = block.hash
            count += 1
        }
    }

    private mutating func read(_ bytes: [UInt8], height: Int) -> ExactBlock? {
        if lastRead.height != height || lastRead.bytes != bytes {
            lastRead = (bytes, height, try? reading.exact(bytes, height: height).get())
        }
        return lastRead.block
    }

    private mutating func add(
        _ block: ExactBlock, _ bytes: [UInt8], to place: Int, clockSeconds: Int
    ) throws -> Bool {
        guard reading.isAdmitted(bytes), block.canonicalBytes == bytes else { return false }
        build(place)
        var chain = built.chain
        var nonces: [String: Int] = [:]  // looked up, never iterated
        for payment in block.payments {
            let nonce = nonces[payment.from] ?? chain.nonce(of: payment.from)
            guard reading.isPayable(payment, after: nonce) else { return false }
            nonces[payment.from] = payment.nonce
        }
        let complaint = try chain.add(block, bytes, clockSeconds: clockSeconds, reading) {
            if let known = earned[block.hash] { return known }
            let proof = try reading.earnedProof($0)
            earned[block.hash] = proof
            return proof
        }
        guard complaint == nil else { return false }
        built = (entries.count, chain)
        places[block.hash] = entries.count
        entries.append(
            Entry(
                parent: place, block: block, hash: block.hash, height: chain.blocks.count,
                work: chain.work))
        if chain.work > entries[bestPlace].work { bestPlace = entries.count - 1 }
        return true
    }

    /// Makes the chain up to a block that was checked.
    private mutating func build(_ place: Int) {
        guard built.place != place else { return }
        var blocks: [ExactBlock] = []
        var current = place
        while let block = entries[current].block {
            blocks.append(block)
            current = entries[current].parent
        }
        built = (place, CheckedChain(checked: blocks.reversed()))
    }
}
