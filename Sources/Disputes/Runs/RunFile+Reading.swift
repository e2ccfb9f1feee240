internal import Cryptography
internal import Encodings
internal import Fingerprints
internal import Traces

/// Reads a run from its file, and compares every part with the others.
extension RunFile {
    /// **Throws:** ``RunFileError`` with the file's name where it is no run, of another version,
    /// damaged, or says two things that do not agree.
    package init(json bytes: [UInt8], file: String) throws(RunFileError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        do {
            self = try Self.read(document)
        } catch {
            throw .malformed(file: file, cause: error)
        }
    }

    /// The number of first bytes by which ``isMeant(json:)`` decides.
    package static let startByteCount = 200

    /// Whether a file with these first bytes is meant as a run, sound or not.
    package static func isMeant(json start: [UInt8]) -> Bool {
        String(decoding: start.prefix(startByteCount), as: UTF8.self)
            .contains("\"\(formatName)\"")
    }

    private static func read(_ document: JSONValue) throws(StrictObject.Failure) -> RunFile {
        let keys = [
            "format", "version", "model", "receipt", "settings", "provenance", digestKey,
        ]
        let run = try StrictObject(document, "", keys: keys)
        try run.expect("format", .string(formatName))
        try run.expect("version", .integer(version))
        let members = document.objectValue?.filter { $0.key != digestKey } ?? []
        try run.expect(digestKey, .string(digest(of: members).text))
        let (model, folder, tokenizer) = try model(run.value("model"))
        let prompts = try prompts(run.value("receipt"))
        let provenance = try run.value("provenance")
        guard provenance.objectValue != nil else {
            throw StrictObject.Failure(
                "provenance", expected: "an object", got: provenance.kind)
        }
        return RunFile(
            model: model, modelFolder: folder, tokenizerFiles: tokenizer, prompts: prompts,
            settings: try settings(run.value("settings")), provenance: provenance)
    }

    // MARK: Receipt

    private static func prompts(_ json: JSONValue) throws(StrictObject.Failure) -> [Prompt] {
        let receipt = try StrictObject(
            json, "receipt",
            keys: ["prompt_count", "token_count", "tokens_sha256", "ultimate_hash", "proofs"])
        let lines = try receipt.array("proofs", countMax: promptCountMax)
        guard !lines.isEmpty else {
            throw StrictObject.Failure("receipt.proofs", expected: "a prompt", got: "none")
        }
        var prompts: [Prompt] = []
        for (place, line) in lines.enumerated() {
            let name = "receipt.proofs[\(place)]"
            guard let parts = line.arrayValue, parts.count == 3, parts[0].integerValue == place,
                let proof = parts[1].digest, let ids = parts[2].tokenIDs
            else {
                throw StrictObject.Failure(
                    name, expected: "[\(place), a proof's 64 hex digits, [token ids]]",
                    got: String(line.compactText.prefix(120)))
            }
            prompts.append(Prompt(tokenIDs: ids, proof: proof))
        }
        let tokenCount = prompts.reduce(0) { $0 + $1.tokenIDs.count }
        try receipt.expect("prompt_count", .integer(prompts.count))
        try receipt.expect("token_count", .integer(tokenCount))
        try receipt.expect(
            "tokens_sha256", .string(GoldenPrompts.tokensDigest(prompts.map(\.tokenIDs))))
        try receipt.expect(
            "ultimate_hash", .string(GoldenPrompts.ultimateHash(prompts.map(\.proof.text))))
        return prompts
    }

    // MARK: Settings

    private static func settings(_ json: JSONValue) throws(StrictObject.Failure) -> Settings {
        let settings = try StrictObject(
            json, "settings",
            keys: ["backend", "threads", "batch", "shares_prefixes", "stops_early"])
        return Settings(
            backend: try settings.string("backend"),
            threadCount: try settings.size("threads"),
            batchPromptCount: try settings.size("batch"),
            sharesPrefixes: try settings.boolean("shares_prefixes"),
            stopsEarly: try settings.boolean("stops_early"))
    }
}

extension JSONValue {
    /// A digest's 64 lower-case hex digits.
    var digest: Digest? {
        guard let bytes = stringValue.flatMap(Hexadecimal.bytes), bytes.count == 32 else {
            return nil
        }
        return Digest(bytes: bytes)
    }

    fileprivate var tokenIDs: [Int32]? {
        guard let elements = arrayValue else { return nil }
        let ids = elements.compactMap { $0.integerValue.flatMap(Int32.init(exactly:)) }
        return ids.count == elements.count && ids.allSatisfy { $0 >= 0 } ? ids : nil
    }
}

extension StrictObject {
    /// Checks that the member is this string or integer.
    func expect(_ key: String, _ expected: JSONValue) throws(Failure) {
        let got = try value(key)
        guard got.compactText == expected.compactText else {
            throw Failure(path(key), expected: expected.compactText, got: got.kind)
        }
    }

    func array(_ key: String, countMax: Int) throws(Failure) -> [JSONValue] {
        let value = try value(key)
        guard let elements = value.arrayValue, elements.count <= countMax else {
            throw Failure(
                path(key), expected: "an array of at most \(countMax)",
                got: value.arrayValue.map { "\($0.count)" } ?? value.kind)
        }
        return elements
    }

    /// A count that is at least 1 and far from overflow.
    func size(_ key: String) throws(Failure) -> Int {
        let value = try value(key)
        guard let size = value.integerValue, (1...1 << 32).contains(size) else {
            throw Failure(path(key), expected: "1 to \(1 << 32)", got: value.kind)
        }
        return size
    }

    func digest(_ key: String) throws(Failure) -> Digest {
        let value = try value(key)
        guard let digest = value.digest else {
            throw Failure(path(key), expected: "64 lower-case hex digits", got: value.kind)
        }
        return digest
    }
}
