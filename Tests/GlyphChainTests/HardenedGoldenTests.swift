import BigInt
import Chains
import Cryptography
import Encodings
import Foundation
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("The hardened chain's golden")
struct HardenedGoldenTests {
    /// A block in the middle with two payments, the second of what the first brings.
    private static let height = 15

    @Test("The recorded blocks lead to the states that Python and the program found")
    func golden() throws {
        let golden = try HardenedGolden()
        let rules = try HardenedGolden.rules.get()
        #expect(
            try golden.document.at("integer_weights_hash").string()
                == rules.parameters.weightsHash.text)
        #expect(golden.blocks[0] == rules.bytes(of: rules.genesis))
        let node = try golden.node(below: golden.blocks.count)
        let links = (0...node.height).map { node.chain[$0] }
        #expect(try links.map(\.hash) == golden.texts("hashes"))
        #expect(
            try golden.blocks.map { try HardenedBlock(bytes: $0).header.target.text }
                == golden.texts("targets"))
        #expect(try node.tipHash == golden.document.at("tip").string())
        #expect(try String(node.work) == golden.document.at("work").string())
        #expect(try node.stateDigests.map(\.text) == golden.texts("state_digests"))
        let balances = try golden.document.at("balances").members()
        #expect(node.accounts.map(\.ownerText) == balances.map(\.key))
        #expect(
            try node.accounts.map { Int($0.balance) } == balances.map { try $0.value.integer() })
        let targets = try golden.texts("targets").dropFirst()
        let steps = zip(targets, targets.dropFirst())
        #expect(steps.contains { $0 > $1 } && steps.contains { $0 < $1 })
    }

    /// What stops a block in which one bit of a field is another.
    private struct Field {
        let name: String
        let byteCount: Int
        let code: (_ changed: HardenedBlock) -> Guard
    }

    private static func fields(_ rules: HardenedRules, on chain: [HardenedBlock]) -> [Field] {
        func field(_ name: String, _ byteCount: Int, _ code: Guard) -> Field {
            Field(name: name, byteCount: byteCount) { _ in code }
        }
        // One in 65,536 other headers is stamped, too; in this block one of the miner's bits is.
        func stampOr(_ next: Guard, _ changed: HardenedBlock) -> Guard {
            changed.header.content.bytes.starts(with: [0, 0]) ? next : HardenedGuards.stamp
        }
        func stamped(_ name: String, _ byteCount: Int, next: Guard) -> Field {
            Field(name: name, byteCount: byteCount) { stampOr(next, $0) }
        }
        let previousSeconds = chain[height - 1].header.timestampSeconds
        return [
            field("version", 1, HardenedGuards.encoding),
            field("chain id", 32, HardenedGuards.chainID),
            field("index", 8, HardenedGuards.position),
            field("previous block's hash", 32, HardenedGuards.previousHash),
            Field(name: "timestamp", byteCount: 8) { changed in
                let seconds = changed.header.timestampSeconds
                return seconds < previousSeconds
                    ? HardenedGuards.timeOrder
                    : seconds > UInt64(HardenedGolden.clockSeconds) + 600
                        ? HardenedGuards.futureTime : stampOr(HardenedGuards.proof, changed)
            },
            stamped("transaction root", 32, next: HardenedGuards.transactions),
            field("transaction count", 4, HardenedGuards.encoding),
            stamped("miner", 20, next: HardenedGuards.proof),
            field("weights hash", 32, HardenedGuards.weights),
            field("target", 32, HardenedGuards.target),
            stamped("stamp", 8, next: HardenedGuards.proof),
            field("nonce", 8, HardenedGuards.proof),
            Field(name: "proof", byteCount: 32) { changed in
                BlockLayout.number(changed.proof.bytes)
                    < BlockLayout.number(changed.header.target.bytes)
                    ? HardenedGuards.proof : HardenedGuards.work
            },
            field("to", 20, HardenedGuards.transactions),
            field("amount", 8, HardenedGuards.transactions),
            field("payment's nonce", 8, HardenedGuards.transactions),
            field("key", 33, HardenedGuards.transactions),
            field("signature", 64, HardenedGuards.transactions),
        ]
    }

    @Test("Each bit of a block's header, attempt and payment stops it when it is another")
    func bits() throws {
        let golden = try HardenedGolden()
        let node = try golden.node(below: Self.height)
        let state = node.stateDigest
        let block = golden.blocks[Self.height]
        let fields = Self.fields(
            node.rules, on: try golden.blocks.map { try HardenedBlock(bytes: $0) })
        #expect(
            fields.reduce(0) { $0 + $1.byteCount }
                == BlockLayout.transactions + BlockLayout.transaction)
        var counts: [String: Int] = [:]
        var offset = 0
        for field in fields {
            for bit in 0..<8 * field.byteCount {
                var changed = block
                changed[offset + bit / 8] ^= 0x80 >> UInt8(bit % 8)
                let code = Self.code(field, changed, at: offset)
                let submission = try node.submit(
                    [changed], clockSeconds: HardenedGolden.clockSeconds
                ).submissions[0]
                #expect(
                    submission.refusals.map(\.by) == [code], "\(field.name), bit \(bit)")
                counts[code.name, default: 0] += submission.isTaken ? 0 : 1
            }
            offset += field.byteCount
        }
        #expect(counts.values.reduce(0, +) == 3_056)
        print("3,056 flips:", counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
        // None of it has left a trace.
        #expect(node.stateDigest == state)
        let rest = try node.submit(
            Array(golden.blocks[Self.height...]), clockSeconds: HardenedGolden.clockSeconds)
        #expect(rest.submissions.allSatisfy { $0 == .extended })
        #expect(try node.stateDigests.map(\.text) == golden.texts("state_digests"))
    }

    /// Bytes that are no block are so for their key, or for a field that says so itself.
    private static func code(_ field: Field, _ changed: [UInt8], at offset: Int) -> Guard {
        let isKey = field.name == "key"
        let bytes = Array(changed[offset..<offset + field.byteCount])
        if isKey, Secp256k1PublicKey(bytes: bytes) == nil { return HardenedGuards.key }
        guard let block = try? HardenedBlock(bytes: changed) else { return HardenedGuards.encoding }
        return field.code(block)
    }

    /// A lie, the code it earns, and the block that tells it.
    private struct Lie {
        let name: String
        let code: Guard
        let block: [UInt8]
        var height = HardenedGoldenTests.height
    }

    /// Lies about time and target, each beside the last value that passes: that one is stopped by
    /// nothing but its proof.
    private func lies(_ golden: HardenedGolden) -> [Lie] {
        let blocks = golden.blocks
        func lie(
            _ name: String, _ code: Guard, at height: Int = Self.height, _ offset: Int,
            _ field: [UInt8]
        ) -> Lie {
            var liar = Liar(blocks[height])
            liar.write(field, at: offset)
            liar.seal()
            return Lie(name: name, code: code, block: liar.block, height: height)
        }
        func seconds(_ height: Int, _ change: Int) -> [UInt8] {
            let field = blocks[height][BlockLayout.timestamp..<BlockLayout.transactionRoot]
            return bytes(seconds: Int(BlockLayout.number(field)) + change)
        }
        func bytes(seconds: Int) -> [UInt8] { BlockLayout.bytes(BigUInt(seconds), count: 8) }
        let time = BlockLayout.timestamp
        let latest = HardenedGolden.clockSeconds + 600
        let target = BlockLayout.number(
            blocks[Self.height][BlockLayout.target..<BlockLayout.stamp])
        return [
            lie("as early as allowed", HardenedGuards.proof, time, seconds(Self.height - 1, 0)),
            lie("earlier", HardenedGuards.timeOrder, time, seconds(Self.height - 1, -1)),
            lie("as late as allowed", HardenedGuards.proof, time, bytes(seconds: latest)),
            lie("later", HardenedGuards.futureTime, time, bytes(seconds: latest + 1)),
            // Of genesis and one block, that one is the median.
            lie("at the median", HardenedGuards.medianTime, at: 2, time, seconds(1, 0)),
            lie("above the median", HardenedGuards.proof, at: 2, time, seconds(1, 1)),
            lie(
                "an easier target", HardenedGuards.target, BlockLayout.target,
                BlockLayout.bytes(target + 1, count: 32)),
            lie(
                "a harder target", HardenedGuards.target, BlockLayout.target,
                BlockLayout.bytes(target - 1, count: 32)),
        ]
    }

    /// Lies about payments, well made: root, stamp and target are right.
    private func lies(_ block: [UInt8]) -> [Lie] {
        func lie(
            _ name: String, _ code: Guard, _ change: (inout [[UInt8]]) -> Void
        ) -> Lie {
            var liar = Liar(block)
            change(&liar.transactions)
            liar.seal()
            return Lie(name: name, code: code, block: liar.block)
        }
        func flip(_ name: String, _ code: Guard, _ offset: Int, _ mask: UInt8) -> Lie {
            lie(name, code) { $0[0][offset] ^= mask }
        }
        let order = BigUInt(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", radix: 16)!
        return [
            flip("to", HardenedGuards.signature, 19, 1),
            flip("a unit less or more", HardenedGuards.signature, 27, 1),
            flip("a balance more", HardenedGuards.balance, 25, 1),
            flip("beyond the supply", HardenedGuards.amount, 20, 0x80),
            lie("nothing", HardenedGuards.amount) {
                $0[0].replaceSubrange(20..<28, with: [UInt8](repeating: 0, count: 8))
            },
            flip("nonce", HardenedGuards.nonce, 35, 1),
            // The same abscissa is somebody else's, who has paid nothing yet.
            flip("key", HardenedGuards.nonce, 36, 1),
            flip("r", HardenedGuards.signature, 100, 1),
            flip("s", HardenedGuards.signature, 132, 1),
            lie("the upper s", HardenedGuards.signature) {
                let s = BlockLayout.number($0[0][101...])
                $0[0].replaceSubrange(101..., with: BlockLayout.bytes(order - s, count: 32))
            },
            lie("again", HardenedGuards.nonce) { $0.append($0[0]) },
            lie("one less", HardenedGuards.balance) { $0.removeFirst() },
            lie("the other way round", HardenedGuards.balance) { $0.reverse() },
            lie("nothing but the proof", HardenedGuards.proof) { _ in },
            lie("1,001 payments", HardenedGuards.size) {
                $0 = Array(repeating: $0[0], count: 1_001)
            },
            lie("1,000 payments", HardenedGuards.nonce) {
                $0 = Array(repeating: $0[0], count: 1_000)
            },
        ]
    }

    @Test("Each rule stops a block in which everything else fits together")
    func wellMade() throws {
        let golden = try HardenedGolden()
        for lie in lies(golden) + lies(golden.blocks[Self.height]) {
            let node = try golden.node(below: lie.height)
            let state = node.stateDigest
            let submission = try node.submit(
                [lie.block], clockSeconds: HardenedGolden.clockSeconds
            ).submissions[0]
            #expect(submission.refusals.map(\.by) == [lie.code], "\(lie.name)")
            #expect(node.stateDigest == state)
        }
    }

    /// The golden, its beginnings, and what others might make of it.
    private func chains(_ golden: HardenedGolden) -> [(name: String, blocks: [[UInt8]])] {
        let blocks = golden.blocks
        var chains = [("the golden", blocks), ("genesis", [blocks[0]]), ("nothing", [])]
        chains += [6, 11, 16].map { ("up to \($0)", Array(blocks[...$0])) }
        func changed(_ name: String, _ change: (inout [[UInt8]]) -> Void) {
            var changed = blocks
            change(&changed)
            chains.append((name, changed))
        }
        changed("a block less") { $0.remove(at: 9) }
        changed("a block twice") { $0.insert($0[9], at: 10) }
        changed("two blocks swapped") { $0.swapAt(9, 10) }
        changed("another genesis") { $0[0][60] ^= 1 }
        changed("no genesis") { $0.removeFirst() }
        changed("a byte more") { $0[9].append(0) }
        changed("a byte less") { $0[9].removeLast() }
        changed("a block of no bytes") { $0[9] = [] }
        for lie in lies(golden) + lies(blocks[Self.height]) {
            changed(lie.name) { $0[lie.height] = lie.block }
        }
        var random = SeededGenerator(seed: 18)
        for _ in 0..<30 {
            let height = Int.random(in: 1..<blocks.count, using: &random)
            // Every second one behind the header, where more is left to be computed.
            let start = Bool.random(using: &random) ? 0 : BlockLayout.header
            let place = Int.random(in: start..<blocks[height].count, using: &random)
            let bit = Int.random(in: 0..<8, using: &random)
            changed("block \(height), byte \(place), bit \(bit)") { $0[height][place] ^= 1 << bit }
        }
        return chains
    }

    @Test(
        "Python, written from the page alone, says of every chain what the program says",
        .enabled(if: Python.has("numpy"), "\(Python.skipNote("numpy"))"))
    func python() throws {
        let golden = try HardenedGolden()
        let chains = chains(golden)
        let folder = try TemporaryFolder()
        let paths = try chains.indices.map { index in
            let texts = chains[index].blocks.map { "\"\(Hexadecimal.text(of: $0))\"" }
            let path = folder.path + "/\(index).json"
            try Data("[\(texts.joined(separator: ","))]".utf8).write(to: URL(filePath: path))
            return path
        }
        let output = try Python.script(
            "hardened_chain.py", of: "Goldens",
            ["verify", HardenedGolden.folder] + paths
                + ["--clock", "\(HardenedGolden.clockSeconds)"])
        let lines = output.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == chains.count)
        var counts = [0, 0]
        for ((name, blocks), line) in zip(chains, lines) {
            let python = try JSONParser.parse(Array(line), byteCountMax: 1 << 20)
            let verdict = try golden.verdict(on: blocks)
            #expect(try Verdict(python: python) == verdict, "\(name)")
            counts[verdict.code == nil ? 0 : 1] += 1
        }
        #expect(counts == [5, 63])
        print("Python and the program agree on \(counts[0]) valid and \(counts[1]) other chains")
    }
}
