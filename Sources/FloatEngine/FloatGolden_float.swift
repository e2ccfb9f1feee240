internal import Encodings
package import Fingerprints

/// A float golden as it was published: `Goldens/float/NAME.json`.
package struct FloatGolden: Sendable {
    package static let byteCountMax = 1 << 20

    package let receipt: FloatReceipt
    /// The pinned model's name.
    package let model: String
    package let layerCount: Int
    package let headCount: Int
    package let ultimateHash: String
    /// In the order of the prompts; empty where only the ultimate hash was published.
    package let proofHashes: [String]
    private let drift: Double
    private let wideDrift: Double

    /// **Throws:** ``GoldenError`` with the file's name where a part is missing, mistyped or does
    /// not agree with another.
    package init(json bytes: [UInt8], file: String) throws(GoldenError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        func member<Value>(
            _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
        ) throws(GoldenError) -> Value {
            guard let value = document.member(key).flatMap(read) else {
                throw .malformed(file: file, key: key, expected: expected)
            }
            return value
        }
        func drift(_ key: String) throws(GoldenError) -> Double {
            try member(key, "a number above 0 and below 1, as a string") { value in
                value.stringValue.flatMap(Double.init).flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
            }
        }
        func isDigest(_ text: String) -> Bool { Hexadecimal.bytes(of: text)?.count == 32 }
        receipt = try member("float_golden", "v3 or qwen") {
            $0.stringValue.flatMap(FloatReceipt.init)
        }
        model = try member("model", "a string", \.stringValue)
        layerCount = try member("layers", "an integer", \.integerValue)
        headCount = try member("heads", "an integer", \.integerValue)
        self.drift = try drift("drift")
        wideDrift = try drift("drift_in_wide")
        ultimateHash = try member("ultimate_hash", "64 lower-case hex digits") {
            $0.stringValue.flatMap { isDigest($0) ? $0 : nil }
        }
        let promptCount = receipt.promptCount
        _ = try member("prompt_count", "\(promptCount), the prompts of \(receipt.rawValue)") {
            $0.integerValue == promptCount ? promptCount : nil
        }
        let hashes = try member("proof_hashes", "an array of digests") { value in
            value.arrayValue.flatMap { list in
                let texts = list.compactMap(\.stringValue)
                return texts.count == list.count && texts.allSatisfy(isDigest) ? texts : nil
            }
        }
        guard hashes.isEmpty || hashes.count == receipt.promptCount,
            hashes.isEmpty || GoldenPrompts.ultimateHash(hashes) == ultimateHash
        else {
            throw .malformed(
                file: file, key: "proof_hashes",
                expected: "none, or \(receipt.promptCount) that come to the ultimate hash")
        }
        proofHashes = hashes
    }

    /// The largest difference of a probability that is expected of the order, as it was measured
    /// between torch and a synthetic model of this size.
    package func drift(_ order: FloatOrder) -> Double {
        order == .wide || order == .double ? wideDrift : drift
    }
}
