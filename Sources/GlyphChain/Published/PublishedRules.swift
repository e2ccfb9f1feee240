package import BigInt
package import Chains
package import Cryptography
internal import Encodings
package import Fingerprints
package import PythonValues
package import Trials

/// The published chain over a store that loses nothing: ``PublishedVerifier`` judges blocks,
/// ``PublishedLedger`` their payments.
package struct PublishedRules: ChainRules {
    /// The part of a block that later blocks' rules read.
    package struct Link: ChainLink {
        package let hash: String
        package let work: BigInt
        package let timestampSeconds: Int?
        package let miner: String
        package let target: BigInt
        package let block: PythonValue
    }

    /// The lab's own limits of a block and a transaction as they are stored: the published node
    /// has none.
    static let blockByteCountMax = 4 << 20
    static let transactionByteCountMax = 64 << 10
    /// The most stored bytes that one received byte becomes: U+007F becomes `\u007f`.
    private static let byteGrowthMax = 6
    private static let linkKeys = ["block_hash", "timestamp", "target"]

    package let guards: Guards
    /// The hash of the model that a test network means by the name that blocks carry.
    package let weightsHash: Digest
    private(set) var proofs: any ProofSource
    private let ledger: PublishedLedger

    /// - Parameter counter: counts payments and signatures; ``CountingProofs`` counts inferences.
    package init(
        proofs: any ProofSource, weightsHash: Digest, guards: Guards = .all,
        counter: WorkCounter? = nil
    ) {
        self.proofs = proofs
        self.weightsHash = weightsHash
        self.guards = guards
        ledger = PublishedLedger(guards: guards, counter: counter)
    }

    package var profile: Profile { .published }
    package var ownGuards: [Guard] { PublishedGuards.all }
    package var judgesMoneyFirst: Bool { false }
    package var fatalCode: Guard? { PublishedGuards.verifierCrash }
    package var clockCodes: [Guard] { [PublishedGuards.futureTime] }
    package var limitsSources: Bool { false }
    package var isAnchored: Bool { false }
    package var pin: ChainPin { ChainPin(profile: .published, weightsHash: weightsHash) }
    package var genesis: PythonValue { PublishedVerifier.genesis }

    /// As dictionaries are compared: 4.0 is 4.
    package func isGenesis(_ block: PythonValue) -> Bool {
        !guards.has(PublishedGuards.genesis) || block.equals(PublishedVerifier.genesis)
    }

    package func lookingAhead() -> Foresight<PublishedRules> {
        let lookahead = LookaheadProofs(proofs)
        var rules = self
        rules.proofs = lookahead
        return Foresight(rules: rules) { blocks in
            lookahead.expect(blocks.compactMap { try? block($0) })
        }
    }

    private func verifier(_ clockSeconds: Int) -> PublishedVerifier {
        PublishedVerifier(proofs: proofs, clockSeconds: clockSeconds, guards: guards)
    }

    // MARK: Bytes

    package func block(_ bytes: [UInt8]) throws(Refusal) -> PythonValue {
        try value(bytes, byteCountMax: Self.blockByteCountMax)
    }

    private func value(_ bytes: [UInt8], byteCountMax: Int) throws(Refusal) -> PythonValue {
        let value: PythonValue
        do {
            value = try PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
        } catch {
            guard !guards.has(PublishedGuards.json) else {
                throw Refusal(index: nil, by: PublishedGuards.json, message: "\(error)")
            }
            value = Self.beginning(of: bytes, before: error.offset)
        }
        if guards.has(PublishedGuards.storedSize), bytes.count > byteCountMax / Self.byteGrowthMax {
            let storedByteCount = self.bytes(of: value).count
            guard storedByteCount <= byteCountMax else {
                throw Refusal(
                    index: nil, by: PublishedGuards.storedSize,
                    message: "expected at most \(byteCountMax) bytes, got \(storedByteCount)")
            }
        }
        return value
    }

    /// The value that bytes begin with, whatever follows it; Python's `None` if they begin with no
    /// value.
    private static func beginning(of bytes: [UInt8], before offset: Int) -> PythonValue {
        (try? PythonJSONParser.parse(Array(bytes.prefix(offset)), byteCountMax: offset))
            ?? PythonValue.none
    }

    /// The same value without white space, its keys in the order in which they came: a prompt that
    /// is a dictionary is proven in that order.
    package func bytes(of value: PythonValue) -> [UInt8] {
        guard let text = try? PythonJSONWriter.text(value, sortsKeys: false) else {
            preconditionFailure("a value of JSON that has no JSON")
        }
        return Array(text.utf8)
    }

    package func link(of block: PythonValue) throws(Refusal) -> Link {
        do throws(PythonError) {
            var kept = PythonDictionary()
            for key in Self.linkKeys { kept[key] = try block.member(key) }
            let target = try block.member("target").requiredText().hexadecimalInteger()
            guard target >= 0 else { throw PythonError.value("a target below 0") }
            var seconds: Int?
            if case .integer(let integer) = try block.member("timestamp") {
                seconds = Int(exactly: integer)
            }
            return Link(
                hash: try block.member("block_hash").text().shown,
                work: PublishedSchedule.work(target: target), timestampSeconds: seconds,
                miner: try block.member("miner").text().shown, target: target,
                block: .dictionary(kept))
        } catch {
            throw PublishedVerifier.crash(nil, error)
        }
    }

    /// An array, as a published node sends it; without `document`, anything but an array reads as
    /// an empty one.
    package func blocks(inDocument bytes: [UInt8]) throws(DocumentError) -> [[UInt8]] {
        let document: PythonValue
        do {
            document = try PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
        } catch {
            guard guards.has(CommonGuards.document) else { return [] }
            throw DocumentError("\(error)")
        }
        guard case .list(let blocks) = document else {
            guard guards.has(CommonGuards.document) else { return [] }
            throw DocumentError("expected an array of blocks, got a \(document.typeName)")
        }
        return blocks.map(self.bytes(of:))
    }

    package func documentElement(_ bytes: [UInt8]) -> [UInt8] { bytes }

    /// All but the coinbase.
    package func transactions(of block: PythonValue) -> [PythonValue] {
        Array(((try? block.member("transactions").elements()) ?? []).dropFirst())
    }

    package func transaction(_ bytes: [UInt8]) throws(Refusal) -> PythonValue {
        try value(bytes, byteCountMax: Self.transactionByteCountMax)
    }

    // MARK: Validity

    package func refusals(
        of block: PythonValue, on chain: ChainView<Link>, clockSeconds: Int
    ) -> [Refusal] {
        do {
            return try verifier(clockSeconds).headerRefusals(
                of: block, on: chain.lazy.map(\.block))
        } catch {
            return [PublishedVerifier.crash(chain.count, error)]
        }
    }

    package func costlyRefusal(of block: PythonValue, on chain: ChainView<Link>) -> Refusal? {
        do {
            return try verifier(0).proofRefusal(of: block, height: chain.count)
        } catch {
            return PublishedVerifier.crash(chain.count, error)
        }
    }

    package func apply(
        _ block: PythonValue, to book: inout AccountBook<PublishedAccount>, height: Int
    ) -> Refusal? {
        refusal(height) { () throws(PythonError) in try ledger.apply(block, to: &book) }
    }

    package func apply(
        _ transaction: PythonValue, to book: inout AccountBook<PublishedAccount>
    ) -> Refusal? {
        refusal(nil) { () throws(PythonError) in
            try ledger.apply(transaction: transaction, to: &book)
        }
    }

    private func refusal(
        _ height: Int?, _ apply: () throws(PythonError) -> Guard?
    ) -> Refusal? {
        do throws(PythonError) {
            return try apply().map {
                Refusal(index: height, by: $0, message: "economics: \($0.name)")
            }
        } catch {
            return PublishedVerifier.crash(height, error)
        }
    }

    package func payment(
        from wallet: Wallet, to address: String, amount: UInt64, nonce: UInt64
    ) throws(Refusal) -> [UInt8] {
        var payment = PythonDictionary()
        payment["from"] = .text(wallet.address)
        payment["to"] = .text(address)
        payment["amount"] = .integer(BigInt(amount))
        payment["nonce"] = .integer(BigInt(nonce))
        payment["pubkey"] = .text(Hexadecimal.text(of: wallet.publicKey.rawBytes))
        guard let payload = try? PublishedSignature.payload(.dictionary(payment)),
            let signature = Secp256k1.signWithSHA1(
                digest: Digests.sha1(payload), privateKey: wallet.privateKey)
        else { preconditionFailure("a payment that cannot be signed") }
        payment["signature"] = .text(Hexadecimal.text(of: signature))
        return bytes(of: .dictionary(payment))
    }

    package func holding(of address: String, in book: AccountBook<PublishedAccount>) -> Holding {
        guard let place = book.place(of: PythonText(address)) else {
            return Holding(units: 0, nextNonce: 0)
        }
        func count(_ number: PythonNumber) -> BigInt {
            if case .integer(let integer) = number { integer } else { 0 }
        }
        let account = book.accounts[place]
        return Holding(
            units: UInt64(clamping: count(account.balance)),
            nextNonce: UInt64(clamping: count(account.nonce) + 1))
    }
}
