internal import BigInt
internal import Conformance
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import PythonValues

/// The published chain's arithmetic: genesis, header hashes, salts, rewards, targets, signatures.
struct ChainRuleVectors: VectorJudge {
    let name = "chain_rules"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["genesis"] != nil && document["target_schedules"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let document = document.vectorDocument
        return try [genesis(document.member("genesis"))]
            + each(document.member("salts"), "salt", salt)
            + each(document.member("header_hashes"), "header", header)
            + each(document.member("rewards"), "reward", reward)
            + [supply(document.member("total_supply_units"))]
            + document.member("target_schedules").elements().enumerated()
            .flatMap { try schedule($1, "schedule \($0)") }
            + each(document.member("signatures"), "signature", signature)
    }

    private func each(
        _ cases: VectorValue, _ noun: String,
        _ outcome: (VectorValue, _ index: String) throws -> VectorOutcome
    ) throws -> [VectorOutcome] {
        try cases.elements().enumerated().map { try outcome($1, "\(noun) \($0)") }
    }

    // MARK: Texts

    private func genesis(_ expected: VectorValue) throws -> VectorOutcome {
        VectorOutcome(
            index: "genesis", expected: PublishedText.json(expected.value),
            got: PublishedText.json(PublishedVerifier.genesis))
    }

    private func salt(_ one: VectorValue, _ index: String) throws -> VectorOutcome {
        let previousHash = try one.member("prev_block_hash").value
        let miner = try one.member("miner").value
        return VectorOutcome(
            index: index, expected: try one.member("salt").string(),
            got: PublishedText.result {
                try PublishedVerifier.salt(previousHash: previousHash, miner: miner)
            })
    }

    private func header(_ one: VectorValue, _ index: String) throws -> VectorOutcome {
        let block = try one.member("block").value
        return VectorOutcome(
            index: index,
            expected: try one.member("hash").string() + " of "
                + one.member("canonical_json").string(),
            got: PublishedText.result {
                try PublishedVerifier.hash(ofHeader: block)
            } + " of " + PublishedText.json(block))
    }

    // MARK: Money

    private func reward(_ one: VectorValue, _ index: String) throws -> VectorOutcome {
        let height = try one.member("height").value
        return VectorOutcome(
            index: index, expected: try String(one.member("reward").integer()),
            got: PublishedText.result {
                String(try PublishedSchedule.reward(index: height))
            })
    }

    /// The rewards of all heights: one for 1,500,000 heights each, until it is 0.
    private func supply(_ expected: VectorValue) throws -> VectorOutcome {
        let heightCount: BigInt = 1_500_000
        return VectorOutcome(
            index: "supply", expected: try String(expected.integer()),
            got: PublishedText.result {
                var (sum, height): (BigInt, BigInt) = (0, 0)
                while true {
                    let reward = try PublishedSchedule.reward(index: .integer(height))
                    guard reward > 0 else { return String(sum) }
                    sum += reward * heightCount
                    height += heightCount
                }
            })
    }

    // MARK: Targets

    /// An outcome for each block: its target, its work, and the median of the times before it.
    private func schedule(_ one: VectorValue, _ index: String) throws -> [VectorOutcome] {
        let times = try one.member("timestamps").elements()
        let targets = try elements(of: one.member("targets"), count: times.count)
        let works = try elements(of: one.member("work"), count: times.count)
        let medians = try elements(
            of: one.member("median_time_past"), count: max(times.count - 1, 0))
        var outcomes: [VectorOutcome] = []
        var chain: [PythonValue] = []
        for height in times.indices {
            let median = height == 0 ? "none" : PublishedText.json(medians[height - 1].value)
            let target = try targets[height].string()
            outcomes.append(
                VectorOutcome(
                    index: "\(index) block \(height)",
                    expected: try "target \(target), work \(works[height].string()), median "
                        + median,
                    got: Self.targetWorkAndMedian(height, chain)))
            var block = PythonDictionary()
            block["timestamp"] = times[height].value
            block["target"] = targets[height].value
            chain.append(.dictionary(block))
        }
        return outcomes
    }

    private func elements(of list: VectorValue, count: Int) throws -> [VectorValue] {
        let elements = try list.elements()
        guard elements.count == count else {
            throw VectorFormError(
                place: list.place, expected: "\(count) elements", got: "\(elements.count)")
        }
        return elements
    }

    private static func targetWorkAndMedian(_ height: Int, _ chain: [PythonValue]) -> String {
        PublishedText.result {
            let target = try PublishedSchedule.target(
                index: .integer(BigInt(height)), chain: chain[...])
            guard target >= 0 else { return "a negative target" }
            let digits = String(target, radix: 16)
            let zeros = String(repeating: "0", count: max(0, 64 - digits.utf8.count))
            let median =
                height == 0
                ? "none" : PublishedText.json(try PublishedVerifier.medianTime(chain[...]))
            return "target \(zeros)\(digits), work \(PublishedSchedule.work(target: target)), "
                + "median \(median)"
        }
    }

    // MARK: Signatures

    private func signature(_ one: VectorValue, _ index: String) throws -> VectorOutcome {
        let transaction = try one.member("tx")
        let signature = try transaction.member("signature")
        let isValid = try one.member("valid").boolean()
        let negated = try one.member("negated_s_signature")
        let privateKey = try bytes(of: one.member("private"))
        let payload =
            PublishedText.bytes {
                try PublishedSignature.payload(transaction.value)
            }
        let digest = Digests.sha1(payload)
        let key = Secp256k1PublicKey(privateKey: privateKey)?.rawBytes ?? []
        let signed = Secp256k1.signWithSHA1(digest: digest, privateKey: privateKey) ?? []
        guard case .dictionary(var other) = transaction.value else {
            throw VectorFormError(
                place: transaction.place, expected: "an object", got: transaction.value.typeName)
        }
        other["signature"] = negated.value
        return VectorOutcome(
            index: index,
            expected: try "key \(one.member("public").string()), address "
                + one.member("address").string() + ", digest "
                + one.member("digest_sha1").string() + ", signs "
                + (isValid ? signature.string() : "otherwise")
                + ", valid \(isValid), high \(one.member("s_is_high").boolean()), negated "
                + "\(one.member("negated_s_valid").boolean()), payload "
                + one.member("payload").string(),
            got: try "key \(Hexadecimal.text(of: key)), address "
                + PublishedSignature.address(ofKey: key) + ", digest "
                + Hexadecimal.text(of: digest) + ", signs "
                + (isValid ? Hexadecimal.text(of: signed) : "otherwise")
                + ", valid \(PublishedSignature.isGood(transaction.value)), high "
                + "\(!Secp256k1PublicKey.hasLowS(bytes(of: signature))), negated "
                + "\(PublishedSignature.isGood(.dictionary(other))), payload "
                + String(decoding: payload, as: UTF8.self))
    }

    private func bytes(of value: VectorValue) throws -> [UInt8] {
        guard let bytes = Hexadecimal.bytes(of: try value.string()) else {
            throw VectorFormError(
                place: value.place, expected: "bytes in hex", got: try value.string())
        }
        return bytes
    }
}
