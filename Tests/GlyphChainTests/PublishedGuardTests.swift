import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import PythonValues
import TestSupport
import Testing
import Trials

/// Blocks on a published chain in which everything fits together but what a case wants otherwise.
private struct Forge {
    static let wallet = Wallet(seed: "guards")
    let rules = SmallChains.published
    let node: ChainNode<PublishedRules>

    init() throws {
        node = try NodeCases { PublishedRules(SmallChains.published, guards: $0) }.node()
    }

    /// A block on the tip: changed, proven anew, finished, and hashed anew.
    func block(
        _ payments: [PythonValue] = [], isWon: Bool = true, isHashed: Bool = true,
        change: (inout PythonDictionary) throws -> Void = { _ in },
        finish: (inout PythonDictionary) -> Void = { _ in }
    ) throws -> [UInt8] {
        var random = ActorRandom(seed: "forge", actor: "miner")
        let template = BlockTemplate(
            miner: Self.wallet.address, transactions: payments,
            timestampSeconds: SmallChains.startSeconds + 20 * (node.height + 1),
            attemptCountMax: 100_000)
        let mined = try #require(try rules.mine(template, on: node.chain, random: &random))
        guard case .dictionary(var block) = mined else { throw VectorError.notAn("dict", "") }
        try change(&block)
        try prove(&block, isWon: isWon)
        finish(&block)
        if isHashed {
            block["block_hash"] = .text(try PublishedVerifier.hash(ofHeader: .dictionary(block)))
        }
        return rules.bytes(of: .dictionary(block))
    }

    private func prove(_ block: inout PythonDictionary, isWon: Bool) throws {
        let question = PythonValue.dictionary(block)
        let salt = try PublishedVerifier.salt(
            previousHash: question.member("prev_hash"), miner: question.member("miner"))
        let target = try question.member("target").requiredText().hexadecimalInteger()
        for number in 0..<10_000 {
            let prompt = "prompt \(number)"
            let hash = try DigestProofs().proofHash(salt: salt, prompt: Array(prompt.utf8))
            let value = try #require(BigInt(hash, radix: 16))
            guard (value < target) == isWon else { continue }
            block["prompt"] = .text(prompt)
            block["proof_hash"] = .text(hash)
            return
        }
        throw SmallChains.Unlucky(height: node.height + 1)
    }

    func payment(
        amount: UInt64 = 5, nonce: UInt64 = 0,
        change: (inout PythonDictionary) -> Void = { _ in }
    ) throws -> PythonValue {
        let payment = try rules.transaction(
            rules.payment(
                from: Self.wallet, to: Wallet(seed: "x").address, amount: amount, nonce: nonce))
        guard case .dictionary(var members) = payment else { throw VectorError.notAn("dict", "") }
        change(&members)
        return .dictionary(members)
    }
}

extension PublishedRules {
    fileprivate init(_ rules: PublishedRules, guards: Guards) {
        self.init(proofs: DigestProofs(), weightsHash: rules.weightsHash, guards: guards)
    }
}

@Suite("The published chain's guards, each taken out")
struct PublishedGuardTests {
    private typealias Codes = PublishedGuards

    private static let shared = NodeCases {
        PublishedRules(SmallChains.published, guards: $0)
    }

    private func one(
        _ name: String, _ by: Guard, next: Guard? = nil, _ block: [UInt8]
    ) -> GuardCase {
        Self.shared.one(name, by, next: next, on: ChainSurfaces.block, block)
    }

    private func headerCases(_ forge: Forge) throws -> [GuardCase] {
        func changed(
            _ name: String, _ by: Guard, _ key: String, _ value: PythonValue
        ) throws -> GuardCase {
            one(name, by, try forge.block { $0[key] = value })
        }
        let late = NodeCases<PublishedRules>.clock.seconds + 601
        let ones = PythonValue.text(String(repeating: "1", count: 64))
        let zeros = PythonValue.text(String(repeating: "0", count: 64))
        return [
            try changed("version 5", Codes.version, "version", .integer(5)),
            try changed("another model", Codes.model, "model_id", .text("gpt3")),
            try changed("another block before", Codes.previousHash, "prev_hash", ones),
            try changed("early", Codes.medianTime, "timestamp", .integer(1)),
            try changed("late", Codes.futureTime, "timestamp", .integer(BigInt(late))),
            try changed(
                "another target", Codes.target, "target",
                .text("0e" + String(repeating: "f", count: 62))),
            one(
                "another hash", Codes.blockHash,
                try forge.block(isHashed: false) { $0["block_hash"] = ones }),
            one("no work", Codes.work, try forge.block(isWon: false)),
            one("no proof", Codes.proof, try forge.block(finish: { $0["proof_hash"] = zeros })),
        ]
    }

    private func moneyCases(_ forge: Forge) throws -> [GuardCase] {
        func pays(
            _ name: String, _ by: Guard, _ payments: [PythonValue]
        ) throws -> GuardCase {
            one(name, by, try forge.block(payments))
        }
        let payment = try forge.payment()
        let greedy = try forge.block { block in
            guard case .dictionary(var coinbase)? = try block["transactions"]?.firstElement()
            else { throw VectorError.notAn("dict", "") }
            coinbase["amount"] = .integer(701)
            block["transactions"] = .list([.dictionary(coinbase)])
        }
        let zeros = PythonValue.text(String(repeating: "0", count: 128))
        return [
            one("701 units", Codes.coinbase, greedy),
            one(
                "no payments", Codes.coinbase,
                try forge.block { $0["transactions"] = .list([]) }),
            try pays(
                "a second coinbase", Codes.secondCoinbase,
                [try forge.payment { $0["type"] = .text("coinbase") }]),
            try pays(
                "unsigned", Codes.signature, [try forge.payment { $0["signature"] = zeros }]),
            try pays("nothing", Codes.amount, [try forge.payment(amount: 0)]),
            try pays("twice", Codes.nonce, [payment, payment]),
            try pays("too much", Codes.balance, [try forge.payment(amount: 1_000_000)]),
        ]
    }

    private func byteCases(_ forge: Forge) throws -> [GuardCase] {
        let good = try forge.block()
        let long = String(repeating: "\u{7F}", count: 800_000)
        return [
            one("something after a block", Codes.json, good + Array(" x".utf8)),
            one("no JSON", Codes.json, next: Codes.verifierCrash, Array("{".utf8)),
            one(
                "4.8 MB", PublishedGuards.storedSize,
                Array("{\"zz\":\"\(long)\",".utf8) + good.dropFirst()),
        ]
    }

    @Test("Each guard stops something that gets through, or to the next guard, without it")
    func cases() throws {
        let forge = try Forge()
        let cases =
            try headerCases(forge) + moneyCases(forge) + byteCases(forge) + Self.shared.all()
        for one in cases { try one.check() }
        let guards = try Self.shared.system(.all, height: 0).guards
        for stopping in guards where !CommonGuards.stored.contains(stopping) {
            #expect(cases.contains { $0.stoppedBy == stopping }, "\(stopping.name)")
        }
        for one in cases { #expect(guards.contains(one.stoppedBy), "\(one.name)") }
        #expect(Set(guards).count == guards.count)
        print("\(cases.count) cases of \(guards.count) guards")
    }
}
