import BigInt
import Chains
import Checkpoints
import Cryptography
import Encodings
import Foundation
import GlyphChain
import Inference
import Proving
import Tensors
import TestSupport
import Tokenization
import Trials

/// `Goldens/hardened-chain.json`: a chain on glyph-nano and what Python reads of it.
struct HardenedGolden {
    let document: JSONValue
    let blocks: [[UInt8]]
    /// Of a node shortly after the chain was mined.
    static let clockSeconds = 1_700_001_000

    init() throws {
        let url = Vectors.house.appending(path: "Goldens/hardened-chain.json")
        document = try JSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 20)
        blocks = try document.at("blocks").elements().map { element in
            guard let bytes = Hexadecimal.bytes(of: try element.string()) else {
                throw VectorError.notAn("text of hex", element.kind)
            }
            return bytes
        }
    }

    func texts(_ key: String) throws -> [String] {
        try document.at(key).elements().map { try $0.string() }
    }

    static let folder = Vectors.house.appending(path: "Models/glyph-nano").path

    static let rules: Result<HardenedRules, any Error> = Result {
        let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
        guard let hash = Hexadecimal.bytes(of: checkpoint.integerWeightsHash) else {
            throw VectorError.notAn("hash", checkpoint.integerWeightsHash)
        }
        let prover = Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.usable[0]))
        return HardenedRules(
            parameters: .init(weightsHash: Digest(bytes: hash)),
            evidence: BatchProver(prover: prover))
    }

    /// A node that has taken the blocks below a height.
    func node(below height: Int) throws -> ChainNode<HardenedRules> {
        let node = try SmallChains.node(try Self.rules.get())
        _ = try node.submit(Array(blocks[1..<height]), clockSeconds: Self.clockSeconds)
        guard node.height == height - 1 else {
            throw VectorError.notAn("valid chain", "one of \(node.height) blocks")
        }
        return node
    }

    /// How high a whole chain is taken, and what stops the block above that.
    func verdict(on chain: [[UInt8]]) throws -> Verdict {
        let rules = try Self.rules.get()
        let node = try SmallChains.node(rules)
        guard chain.first == rules.bytes(of: rules.genesis) else {
            return Verdict(node, code: "genesis")
        }
        let submissions = try node.submit(
            Array(chain.dropFirst()), clockSeconds: Self.clockSeconds
        ).submissions
        return Verdict(node, code: submissions.last?.refusals.first?.by.name)
    }
}

struct Verdict: Equatable {
    let height: Int
    let tip: String
    let work: String
    /// Of the first thing that stops the chain; nil where it is valid.
    let code: String?

    init(_ node: ChainNode<HardenedRules>, code: String?) {
        (height, tip, work) = (node.height, node.tipHash, String(node.work))
        self.code = code
    }

    init(python: JSONValue) throws {
        height = try python.at("height").integer()
        tip = try python.at("tip").string()
        work = try python.at("work").string()
        code = try python.at("errors").elements().first?.at("code").string()
        guard python.member("valid")?.booleanValue == (code == nil) else {
            throw VectorError.notAn("verdict", python.kind)
        }
    }
}

/// Where things lie in a block, by the page and not by the code.
enum BlockLayout {
    static let timestamp = 73
    static let transactionRoot = 81
    static let transactionCount = 113
    static let target = 169
    static let stamp = 201
    static let header = 209
    static let proof = 217
    static let transactions = 249
    static let transaction = 133

    static func number(_ bytes: some Sequence<UInt8>) -> BigUInt {
        bytes.reduce(0) { $0 << 8 | BigUInt($1) }
    }

    /// **Precondition:** fits.
    static func bytes(_ number: BigUInt, count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

/// Blocks as a liar makes them who spares no hash: everything fits together but one thing.
struct Liar {
    var block: [UInt8]

    init(_ block: [UInt8]) { self.block = block }

    var transactions: [[UInt8]] {
        get {
            stride(
                from: BlockLayout.transactions, to: block.count, by: BlockLayout.transaction
            ).map { Array(block[$0..<$0 + BlockLayout.transaction]) }
        }
        set {
            block.removeSubrange(BlockLayout.transactions...)
            block += newValue.joined()
        }
    }

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    /// Root, count and stamp anew, and a proof of zeros, which is below every target.
    mutating func seal() {
        write(MerkleTree.root(transactions).bytes, at: BlockLayout.transactionRoot)
        write(
            BlockLayout.bytes(BigUInt(transactions.count), count: 4),
            at: BlockLayout.transactionCount)
        write([UInt8](repeating: 0, count: 32), at: BlockLayout.proof)
        var beginning = SHA256Hasher()
        beginning.update(Array("glyphlab/hardened/1/content".utf8))
        beginning.update(Array(block[..<BlockLayout.stamp]))
        for stamp in 0...UInt64.max {
            let bytes = BlockLayout.bytes(BigUInt(stamp), count: 8)
            var hasher = beginning
            hasher.update(bytes)
            if hasher.finalized().bytes.starts(with: [0, 0]) {
                return write(bytes, at: BlockLayout.stamp)
            }
        }
    }
}
