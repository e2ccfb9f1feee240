internal import Encodings
package import Trials

/// The circumstances of a judgement. From the seed, the model, the profile and the claim the
/// verdict is recomputed; the others are the word of the machine that judged.
package struct EvidenceFacts: Sendable, Equatable {
    static let keys = [
        "script", "script_sha256", "target", "profile", "claim", "master_seed", "model",
        "weights_sha256", "build", "isolation", "isolation_facts", "host",
    ]

    /// The name of the script's file.
    package let script: String
    /// SHA-256 of the script's files, 64 hex digits.
    package let scriptDigest: String
    /// "embedded", or the adapter's name.
    package let target: String
    package let profile: Profile
    /// The claim that the script was judged by; nil for the one that it declared.
    package let claim: Claim?
    package let seeds: SessionSeeds
    /// The name of the model that proves.
    package let model: String
    package let weightsDigest: String
    /// The version and commit of the program.
    package let build: String
    /// The level of isolation that was reached, and the facts by which.
    package let isolation: String
    package let isolationFacts: [String]
    /// The kind of machine and system.
    package let host: [String]

    package init(
        script: String, scriptDigest: String, target: String, profile: Profile, claim: Claim?,
        seeds: SessionSeeds, model: String, weightsDigest: String, build: String,
        isolation: String, isolationFacts: [String], host: [String]
    ) {
        self.script = script
        self.scriptDigest = scriptDigest
        self.target = target
        self.profile = profile
        self.claim = claim
        self.seeds = seeds
        self.model = model
        self.weightsDigest = weightsDigest
        self.build = build
        self.isolation = isolation
        self.isolationFacts = isolationFacts
        self.host = host
    }

    var members: [JSONMember] {
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        let values: [JSONValue] = [
            .string(script), .string(scriptDigest), .string(target), .string(profile.rawValue),
            claim.map { .string($0.rawValue) } ?? .null,
            .string(Hexadecimal.text(of: seeds.master)), .string(model), .string(weightsDigest),
            .string(build), .string(isolation), texts(isolationFacts), texts(host),
        ]
        return zip(Self.keys, values).map { JSONMember($0, $1) }
    }

    /// **Precondition:** a value for each of ``keys``.
    init(_ values: [StrictJSON]) throws(StrictJSON.Failure) {
        script = try values[0].text()
        scriptDigest = try values[1].text()
        target = try values[2].text()
        profile = try values[3].choice(Profile.self)
        claim = try values[4].optional { (value) throws(StrictJSON.Failure) in
            try value.choice(Claim.self)
        }
        seeds = SessionSeeds(master: try values[5].bytes(count: SessionSeeds.byteCount))
        model = try values[6].text()
        weightsDigest = try values[7].text()
        build = try values[8].text()
        isolation = try values[9].text()
        isolationFacts = try values[10].texts()
        host = try values[11].texts()
    }
}

extension StrictJSON {
    /// A text of at most 4,096 bytes.
    func text() throws(Failure) -> String { try string(byteCountMax: 4_096) }

    func texts() throws(Failure) -> [String] {
        var texts: [String] = []
        for element in try elements(count: 0...1_000) { texts.append(try element.text()) }
        return texts
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type
    ) throws(Failure) -> Choice {
        guard let choice = Choice(rawValue: try text()) else {
            throw refused("one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }
}
