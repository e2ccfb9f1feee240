import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import Platform
import PythonValues
import TestSupport
import Testing
import Trials

/// Everything that reads bytes from outside, on what a seed makes of good bytes and of nothing.
@Suite("Hostile bytes")
struct DecoderTests {
    private static let inputCount = Thoroughness.count(2_000_000, else: 400_000)
    private static let threadCount = 2

    /// What a decoder made of an input: whether it took it.
    private typealias Decoder = @Sendable ([UInt8]) throws -> Bool

    @Test("Hostile inputs to every decoder of the chain: none traps, what is taken has one form")
    func inputs() throws {
        let decoders = try Self.decoders()
        let perDecoder = (Self.inputCount + decoders.count - 1) / decoders.count
        for (number, (name, decoder, samples)) in decoders.enumerated() {
            let partCount = 64
            let taken = try Threads.map(count: partCount, threadCount: Self.threadCount) { part in
                var random = SeededGenerator(seed: UInt64(number * partCount + part))
                var taken = 0
                for _ in 0..<(perDecoder + partCount - 1) / partCount {
                    let input = Self.input(samples, &random)
                    if try decoder(input) { taken += 1 }
                }
                return taken
            }.reduce(0, +)
            #expect(taken > 0 && taken < perDecoder, "\(name): \(taken) taken")
            print("\(name): \(perDecoder) inputs, \(taken) taken")
        }
        for (name, decoder, samples) in decoders {
            for sample in samples { #expect(try decoder(sample), "\(name)") }
        }
    }

    /// A decoder took bytes that it would not have written.
    private struct SecondForm: Error {
        let bytes: [UInt8]
    }

    /// A strict decoder: what it takes must be what it writes.
    private static func strict<Value>(
        _ read: @escaping @Sendable ([UInt8]) throws(Refusal) -> Value,
        _ write: @escaping @Sendable (Value) -> [UInt8]
    ) -> Decoder {
        { bytes in
            guard let value = try? read(bytes) else { return false }
            guard write(value) == bytes else { throw SecondForm(bytes: bytes) }
            return true
        }
    }

    private static func decoders() throws -> [(String, Decoder, [[UInt8]])] {
        let (published, hardened) = (SmallChains.published, SmallChains.hardened)
        let publishedBlocks = try chain(published)
        let hardenedBlocks = try chain(hardened)
        let wallet = Wallet(seed: "w")
        let publishedPayment = try published.payment(
            from: wallet, to: wallet.address, amount: 5, nonce: 0)
        let hardenedPayment = try hardened.payment(
            from: wallet, to: wallet.address, amount: 5, nonce: 0)
        let view = try SmallChains.node(published).chain
        let id = try SmallChains.node(hardened).tip
        let messages: [GossipMessage] = [
            .status(tip: id, work: 77), .request(locator: [id, id]),
            .blocks(parent: id, blocks: hardenedBlocks), .transaction(hardenedPayment),
            .peersRequest, .peers([PeerAddress(1), PeerAddress(500)]),
        ]
        return [
            (
                "hardened block",
                strict({ bytes throws(Refusal) in try hardened.block(bytes) }, hardened.bytes(of:)),
                hardenedBlocks
            ),
            (
                "hardened transaction",
                strict(
                    { bytes throws(Refusal) in try hardened.transaction(bytes) },
                    hardened.bytes(of:)), [hardenedPayment]
            ),
            (
                "gossip message",
                strict({ bytes throws(Refusal) in try GossipMessage(bytes: bytes) }, \.bytes),
                messages.map(\.bytes)
            ),
            (
                "hardened account",
                { bytes in
                    guard let account = try? HardenedAccount(row: bytes) else { return false }
                    guard account.row == bytes else { throw SecondForm(bytes: bytes) }
                    return true
                }, [[UInt8](repeating: 7, count: 36)]
            ),
            (
                "published account",
                { bytes in (try? PublishedAccount(row: bytes)) != nil },
                try SmallChains.accounts(published)
            ),
            (
                "published block and its judgement",
                { bytes in
                    guard let block = try? published.block(bytes) else { return false }
                    let stored = published.bytes(of: block)
                    guard try published.bytes(of: published.block(stored)) == stored else {
                        throw SecondForm(bytes: bytes)
                    }
                    var book = AccountBook<PublishedAccount>()
                    _ = published.refusals(of: block, on: view, clockSeconds: 1_800_000_000)
                    _ = published.apply(block, to: &book, height: 1)
                    _ = published.costlyRefusal(of: block, on: view)
                    _ = try? published.link(of: block)
                    return true
                }, publishedBlocks
            ),
            (
                "published payment",
                { bytes in
                    guard let payment = try? published.transaction(bytes) else { return false }
                    var book = AccountBook<PublishedAccount>()
                    _ = published.apply(payment, to: &book)
                    return true
                }, [publishedPayment]
            ),
            (
                "published file", { bytes in (try? published.blocks(inDocument: bytes)) != nil },
                [file(published, publishedBlocks)]
            ),
            (
                "hardened file",
                { bytes in (try? HardenedRules.blocks(inFile: bytes)) != nil },
                [file(hardened, hardenedBlocks)]
            ),
            (
                "database's pin",
                { bytes in
                    let text = String(decoding: bytes, as: UTF8.self)
                    guard let pin = ChainPin(text) else { return false }
                    guard pin.description == text else { throw SecondForm(bytes: bytes) }
                    return true
                }, [Array(hardened.pin.description.utf8)]
            ),
        ]
    }

    private static func chain<Rules: ChainRules>(_ rules: Rules) throws -> [[UInt8]] {
        let node = try SmallChains.node(rules)
        try SmallChains.extend(node, by: 3, seed: "decoders", pays: true)
        return try SmallChains.blocks(node)
    }

    private static func file<Rules: ChainRules>(_ rules: Rules, _ blocks: [[UInt8]]) -> [UInt8] {
        Array("[".utf8) + blocks.map(rules.documentElement).joined(separator: [0x2C])
            + Array("]".utf8)
    }

    // MARK: Inputs

    private static let jsonPieces: [[UInt8]] = [
        "NaN", "Infinity", "-Infinity", "-0", "1e400", "1.0", "true", "null", "[]", "{}", "\"\"",
        "\"\\ud800\"", "\"\\u0000\"", "99999999999999999999999", "-1", "0x1f", "\"0x_1\"",
        "[[[[[[[[", "\u{FEFF}", "\"timestamp\":", "\"index\":", "\"amount\":", "\"from\":",
    ].map { Array($0.utf8) }

    private static func input(_ samples: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
        if Int.random(in: 0..<16, using: &random) == 0 {
            return (0..<Int.random(in: 0..<64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
        }
        var bytes = samples[Int.random(in: 0..<samples.count, using: &random)]
        for _ in 0..<Int.random(in: 0...3, using: &random) { mutate(&bytes, &random) }
        return bytes
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        func place() -> Int { bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random) }
        guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: 0...255, using: &random)) }
        let start = place()
        let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[start] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 2: bytes.removeSubrange(start..<end)
        case 3: bytes.insert(contentsOf: Array(bytes[start..<end]), at: place())
        case 4: bytes.removeLast(bytes.count - start)
        case 5: bytes.append(UInt8.random(in: 0...255, using: &random))
        case 6:
            let piece = jsonPieces[Int.random(in: 0..<jsonPieces.count, using: &random)]
            bytes.replaceSubrange(start..<end, with: piece)
        default:
            for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        }
    }
}
