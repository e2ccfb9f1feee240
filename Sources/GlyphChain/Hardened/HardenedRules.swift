package import BigInt
package import Chains
package import Cryptography
internal import Encodings
package import Fingerprints
package import Trials

/// The chain with its known holes closed; `README.md` beside this file gives every rule its reason.
package struct HardenedRules: ChainRules {
    /// The parameters that tell one hardened chain from another: its id is their digest.
    package struct Parameters: Sendable, Equatable {
        package var weightsHash: Digest
        /// The easiest target of all.
        package var genesisTarget: BigUInt = (BigUInt(1) << 252) - 1
        /// Zero bits that a header's digest begins with. **Bounds:** 0 to 64.
        package var stampBitCount = 14

        /// How many attempts a block takes on average at the easiest target.
        package var attemptCountMin: Int { Int(HardenedSchedule.work(genesisTarget)) }

        package init(weightsHash: Digest) {
            self.weightsHash = weightsHash
        }
    }

    /// Far beyond any clock, and far from any overflow.
    private static let timestampSecondsMax = 1 << 53

    package let parameters: Parameters
    package let chainID: Digest
    package let guards: Guards
    private(set) var evidence: any EvidenceSource
    let counter: WorkCounter?

    /// - Parameter counter: counts payments and signatures; ``CountingEvidence`` counts inferences.
    package init(
        parameters: Parameters, evidence: any EvidenceSource, guards: Guards = .all,
        counter: WorkCounter? = nil
    ) {
        precondition(
            (0...64).contains(parameters.stampBitCount),
            "expected a stamp of 0 to 64 bits, got \(parameters.stampBitCount)")
        self.parameters = parameters
        self.evidence = evidence
        self.guards = guards
        self.counter = counter
        chainID = Self.chainID(parameters)
    }

    /// Golden-bearing.
    private static func chainID(_ parameters: Parameters) -> Digest {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab/hardened/1/chain".utf8))
        writer.add(raw: parameters.weightsHash.bytes)
        writer.add(raw: bytes32(parameters.genesisTarget).bytes)
        writer.add(UInt64(parameters.stampBitCount))
        return Digests.sha256(writer.bytes)
    }

    package var profile: Profile { .hardened }
    package var ownGuards: [Guard] { HardenedGuards.all }
    package var judgesMoneyFirst: Bool { true }
    package var fatalCode: Guard? { nil }
    package var clockCodes: [Guard] { [HardenedGuards.futureTime] }
    package var limitsSources: Bool { true }
    package var isAnchored: Bool { true }
    package var pin: ChainPin {
        ChainPin(profile: .hardened, weightsHash: parameters.weightsHash)
    }

    package func lookingAhead() -> Foresight<HardenedRules> {
        let lookahead = LookaheadEvidence(evidence)
        var rules = self
        rules.evidence = lookahead
        return Foresight(rules: rules) { blocks in
            lookahead.expect(
                blocks.compactMap { try? block($0) }
                    .flatMap { Self.seeds($0.header.content, [$0.nonce]) })
        }
    }

    package var genesis: HardenedBlock {
        let zeros = Digest(bytes: [UInt8](repeating: 0, count: 32))
        let header = HardenedHeader(
            chainID: chainID, index: 0, previous: zeros, timestampSeconds: 0,
            transactionRoot: HardenedBlock.root([]), transactionCount: 0, miner: .nobody,
            weightsHash: parameters.weightsHash, target: Self.bytes32(parameters.genesisTarget),
            stamp: 0)
        return HardenedBlock(header: header, nonce: 0, proof: zeros, transactions: [])
    }

    package func isGenesis(_ block: HardenedBlock) -> Bool { block == genesis }

    /// **Precondition:** below 2^256.
    package static func bytes32(_ number: BigUInt) -> Digest {
        Digest(bytes: number.bytes32)
    }

    // MARK: Bytes

    package func block(_ bytes: [UInt8]) throws(Refusal) -> HardenedBlock {
        try HardenedBlock(bytes: bytes, guards: guards)
    }

    package func bytes(of block: HardenedBlock) -> [UInt8] { block.bytes }

    package func link(of block: HardenedBlock) throws(Refusal) -> HardenedLink {
        let seconds = Int(clamping: block.header.timestampSeconds)
        guard seconds <= Self.timestampSecondsMax || !guards.has(HardenedGuards.futureTime) else {
            throw Refusal(
                index: nil, by: HardenedGuards.futureTime,
                message: "a timestamp beyond \(Self.timestampSecondsMax)")
        }
        let target = Self.number(block.header.target)
        let digest = block.hash
        return HardenedLink(
            hash: digest.text, work: HardenedSchedule.work(target), timestampSeconds: seconds,
            miner: Hexadecimal.text(of: block.header.miner.bytes), target: BigInt(target),
            digest: digest, time: min(seconds, Self.timestampSecondsMax))
    }

    package static func number(_ digest: Digest) -> BigUInt {
        digest.bytes.reduce(0) { $0 << 8 | BigUInt($1) }
    }

    package func blocks(inDocument bytes: [UInt8]) throws(DocumentError) -> [[UInt8]] {
        try Self.blocks(inFile: bytes, guards: guards)
    }

    /// Reads an array of blocks in lower-case hex, of any hardened chain.
    ///
    /// - Parameter guards: without `document`, anything but an array reads as an empty one, and
    ///   anything but hex as a block of no bytes.
    package static func blocks(
        inFile bytes: [UInt8], guards: Guards = .all
    ) throws(DocumentError) -> [[UInt8]] {
        let isStrict = guards.has(CommonGuards.document)
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: bytes.count)
        } catch {
            guard !isStrict else { throw DocumentError("\(error)") }
            return []
        }
        guard let elements = document.arrayValue else {
            guard !isStrict else {
                throw DocumentError("expected an array of blocks in hex, got \(document.kind)")
            }
            return []
        }
        var blocks: [[UInt8]] = []
        for (index, element) in elements.enumerated() {
            let block = element.stringValue.flatMap(Hexadecimal.bytes(of:))
            guard block != nil || !isStrict else {
                throw DocumentError(
                    "block \(index): expected a text of lower-case hex, got \(element.kind)")
            }
            blocks.append(block ?? [])
        }
        return blocks
    }

    package func documentElement(_ bytes: [UInt8]) -> [UInt8] {
        Array("\"\(Hexadecimal.text(of: bytes))\"".utf8)
    }

    package func transactions(of block: HardenedBlock) -> [HardenedTransaction] {
        block.transactions
    }

    package func transaction(_ bytes: [UInt8]) throws(Refusal) -> HardenedTransaction {
        try HardenedTransaction(bytes: bytes, guards: guards)
    }

    package func bytes(of transaction: HardenedTransaction) -> [UInt8] { transaction.bytes }
}
