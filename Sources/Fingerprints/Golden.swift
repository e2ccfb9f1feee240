public import Encodings

/// A receipt that was recorded once and must come out again, everywhere: `Goldens/NAME.json`.
///
/// Re-recording one is an explicit act with a reason.
public struct Golden: Sendable, Equatable {
    public static let byteCountMax = 1 << 22
    public static let promptCountMax = 10_000

    public let name: String
    /// The model whose manifest pins the weights.
    public let model: String
    public let integerWeightsHash: String
    public let promptCount: Int
    public let ultimateHash: String
    /// The proof of every prompt in order; empty where only the ultimate hash was published.
    public let proofHashes: [String]
    /// ``GoldenPrompts/tokensDigest(_:)`` of the prompts; nil where it was not recorded.
    public let tokensDigest: String?
    /// Where a model of one's own was when this was recorded, relative to this file; a hint for
    /// people's convenience, since the weights' hash tells what is there.
    public let modelFolder: String?

    public init(
        name: String, model: String, integerWeightsHash: String, ultimateHash: String,
        proofHashes: [String], tokensDigest: String? = nil, modelFolder: String? = nil
    ) {
        self.tokensDigest = tokensDigest
        self.modelFolder = modelFolder
        self.name = name
        self.model = model
        self.integerWeightsHash = integerWeightsHash
        self.promptCount = proofHashes.count
        self.ultimateHash = ultimateHash
        self.proofHashes = proofHashes
    }

    /// The ultimate hash that the first `count` prompts must give; nil where the golden cannot
    /// tell.
    public func expectedHash(promptCount count: Int) -> String? {
        if count == promptCount { return ultimateHash }
        guard count <= proofHashes.count else { return nil }
        return GoldenPrompts.ultimateHash(Array(proofHashes.prefix(count)))
    }

    /// The first prompt whose proof differs from the recorded one; nil where none does.
    public func firstDifference(from proofs: [String]) -> Int? {
        zip(proofHashes, proofs).enumerated().first { $1.0 != $1.1 }?.offset
    }

    /// How many of `proofs` differ from the recorded ones.
    public func differenceCount(from proofs: [String]) -> Int {
        zip(proofHashes, proofs).count { $0 != $1 }
    }

    /// Whether a file is meant as a receipt, sound or not: other files may lie beside goldens.
    public static func isMeant(json bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains("\"ultimate_hash\"")
    }
}

extension Golden {
    /// **Throws:** ``GoldenError`` with the file's name where a part is missing, mistyped or does
    /// not agree with another.
    public init(json bytes: [UInt8], file: String) throws(GoldenError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        func text(_ key: String) throws(GoldenError) -> String {
            guard let value = document.member(key)?.stringValue else {
                throw .malformed(file: file, key: key, expected: "a string")
            }
            return value
        }
        func digest(_ key: String, _ value: String) throws(GoldenError) -> String {
            guard Hexadecimal.bytes(of: value)?.count == 32 else {
                throw .malformed(file: file, key: key, expected: "64 lower-case hex digits")
            }
            return value
        }
        name = try text("golden")
        model = try text("model")
        integerWeightsHash = try digest(
            "integer_weights_hash", text("integer_weights_hash"))
        ultimateHash = try digest("ultimate_hash", text("ultimate_hash"))
        let hasTokens = document.member("tokens_sha256") != nil
        tokensDigest = try hasTokens ? digest("tokens_sha256", text("tokens_sha256")) : nil
        modelFolder = try document.member("model_folder") != nil ? text("model_folder") : nil
        guard let count = document.member("prompt_count")?.integerValue,
            (1...Self.promptCountMax).contains(count)
        else {
            throw .malformed(
                file: file, key: "prompt_count", expected: "1 to \(Self.promptCountMax)")
        }
        promptCount = count
        guard let proofs = document.member("proofs")?.arrayValue else {
            throw .malformed(file: file, key: "proofs", expected: "an array")
        }
        var hashes: [String] = []
        for (index, proof) in proofs.enumerated() {
            let key = "proofs[\(index)]"
            guard proof.member("prompt")?.stringValue == GoldenPrompts.prompt(index),
                proof.member("salt")?.stringValue == GoldenPrompts.salt(index),
                let hash = proof.member("proof_hash")?.stringValue
            else {
                throw .malformed(
                    file: file, key: key,
                    expected: "the receipt's prompt, its salt and a proof_hash")
            }
            hashes.append(try digest(key, hash))
        }
        guard hashes.isEmpty || hashes.count == count else {
            throw .malformed(file: file, key: "proofs", expected: "none or \(count) proofs")
        }
        guard hashes.isEmpty || GoldenPrompts.ultimateHash(hashes) == ultimateHash else {
            throw .malformed(
                file: file, key: "ultimate_hash", expected: "the hash of the listed proofs")
        }
        proofHashes = hashes
    }

    /// The file's content: a line a proof, so that a changed proof is a changed line.
    public var json: JSONValue {
        let proofs = proofHashes.enumerated().map { index, hash in
            JSONValue.object([
                JSONMember("prompt", .string(GoldenPrompts.prompt(index))),
                JSONMember("salt", .string(GoldenPrompts.salt(index))),
                JSONMember("proof_hash", .string(hash)),
            ])
        }
        var members = [
            JSONMember("golden", .string(name)),
            JSONMember("model", .string(model)),
        ]
        if let modelFolder { members.append(JSONMember("model_folder", .string(modelFolder))) }
        members += [
            JSONMember("integer_weights_hash", .string(integerWeightsHash)),
            JSONMember("prompt_count", .integer(promptCount)),
        ]
        if let tokensDigest { members.append(JSONMember("tokens_sha256", .string(tokensDigest))) }
        members += [
            JSONMember("ultimate_hash", .string(ultimateHash)),
            JSONMember("proofs", .array(proofs)),
        ]
        return .object(members)
    }
}

/// Why a file is no golden.
public enum GoldenError: Error, Equatable, CustomStringConvertible {
    case notJSON(file: String, cause: JSONParseError)
    case malformed(file: String, key: String, expected: String)

    public var description: String {
        switch self {
        case .notJSON(let file, let cause): "\(file): \(cause)"
        case .malformed(let file, let key, let expected): "\(file): \(key): expected \(expected)"
        }
    }
}
