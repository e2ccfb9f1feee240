internal import Cryptography
package import Encodings
internal import Fingerprints

/// The plan's file, which has one form: `plan.json`.
extension SweepPlan {
    package static let fileName = "plan.json"
    package static let byteCountMax = 8 << 20
    private static let formatName = "glyphlab sweep"
    private static let version = 2
    private static let pathByteCountMax = 4_096

    package var json: JSONValue {
        .object(
            Self.members(runs, level: level, signer: signer)
                + [JSONMember("sha256", .string(digest.text))])
    }

    static func digest(of members: [JSONMember]) -> Digest {
        Digests.sha256(JSONValue.object(members).compactText.utf8)
    }

    static func members(
        _ runs: [SweepRun], level: String, signer: [UInt8]
    ) -> [JSONMember] {
        [
            JSONMember("format", .string(formatName)),
            JSONMember("version", .integer(version)),
            JSONMember("level", .string(level)),
            JSONMember("key", .string(Hexadecimal.text(of: signer))),
            JSONMember("runs", .array(runs.map(\.json))),
        ]
    }

    /// Reads a plan from any bytes. **Throws:** ``SweepError``.
    package init(json bytes: [UInt8]) throws(SweepError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(error)
        }
        let (runs, level, signer, told): ([SweepRun], String, [UInt8], Digest)
        do {
            (runs, level, signer, told) = try Self.read(document)
        } catch {
            throw .member(error)
        }
        try self.init(runs: runs, level: level, signer: signer)
        guard digest == told else { throw .digest(expected: digest.text, got: told.text) }
    }

    private static func read(
        _ document: JSONValue
    ) throws(StrictJSON.Failure) -> ([SweepRun], String, [UInt8], Digest) {
        let members = try StrictJSON(document)
            .members(["format", "version", "level", "key", "runs", "sha256"])
        try members[0].expect(formatName)
        _ = try members[1].integer(in: version...version)
        let level = try members[2].name(byteCountMax: 40)
        let signer = try members[3].bytes(count: keyByteCount)
        var runs: [SweepRun] = []
        for run in try members[4].elements(count: 1...runCountMax) {
            runs.append(try read(run))
        }
        return (runs, level, signer, Digest(bytes: try members[5].bytes(count: 32)))
    }

    private static func read(_ run: StrictJSON) throws(StrictJSON.Failure) -> SweepRun {
        let members = try run.members(SweepRun.keys)
        return SweepRun(
            name: try members[0].name(byteCountMax: SweepRun.nameByteCountMax),
            modelFolder: try members[1].string(byteCountMax: pathByteCountMax),
            integerWeightsHash: Digest(bytes: try members[2].bytes(count: 32)),
            promptCount: try members[3].integer(in: 1...Golden.promptCountMax),
            shardCount: try members[4].integer(in: 1...Golden.promptCountMax),
            golden: try members[5].optional { value throws(StrictJSON.Failure) in
                try value.string(byteCountMax: pathByteCountMax)
            })
    }
}

extension SweepRun {
    static let keys = [
        "name", "model", "integer_weights_hash", "prompt_count", "shard_count", "golden",
    ]

    fileprivate var json: JSONValue {
        .object([
            JSONMember("name", .string(name)), JSONMember("model", .string(modelFolder)),
            JSONMember("integer_weights_hash", .string(integerWeightsHash.text)),
            JSONMember("prompt_count", .integer(promptCount)),
            JSONMember("shard_count", .integer(shardCount)),
            JSONMember("golden", golden.map(JSONValue.string) ?? .null),
        ])
    }
}
