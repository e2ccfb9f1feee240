internal import Encodings

/// The first words of an engine's process.
package enum PeerGreeting: Equatable, Sendable {
    case ready(Engine)
    /// A package that it needs is not there.
    case missing(reason: String)

    /// An engine as it describes itself.
    package struct Engine: Equatable, Sendable {
        /// The name by which the script is asked for it.
        package let name: String
        package let title: String
        package let version: String
        /// Whether its proofs are the protocol's.
        package let isExact: Bool
        /// The work that its time is of.
        package let work: String
        /// How prompts of unequal lengths become a batch.
        package let padding: String

        package init(
            name: String, title: String, version: String, isExact: Bool, work: String,
            padding: String
        ) {
            self.name = name
            self.title = title
            self.version = version
            self.isExact = isExact
            self.work = work
            self.padding = padding
        }
    }

    private static let textByteCountMax = 400

    /// **Throws:** `StrictJSON.Failure` for anything else than a greeting of this engine.
    init(_ value: JSONValue, engine: String) throws(StrictJSON.Failure) {
        let document = StrictJSON(value)
        func text(_ field: StrictJSON) throws(StrictJSON.Failure) -> String {
            try field.string(byteCountMax: Self.textByteCountMax)
        }
        if value.member("missing") != nil {
            let fields = try document.members(["engine", "missing"])
            try fields[0].expect(engine)
            self = .missing(reason: try text(fields[1]))
            return
        }
        let fields = try document.members([
            "engine", "title", "version", "exact", "computes", "pads",
        ])
        try fields[0].expect(engine)
        self = .ready(
            Engine(
                name: engine, title: try text(fields[1]), version: try text(fields[2]),
                isExact: try fields[3].boolean(), work: try text(fields[4]),
                padding: try text(fields[5])))
    }
}

/// An engine's answer after all prompts ran once.
struct PeerAnswer {
    let nanoseconds: Int
    /// The SHA-256 of the last positions' rows, or of what the engine has instead.
    let digest: String
    /// A prompt each; nil where it does not tell its rows.
    let proofHashes: [String]?
    /// The largest difference of a probability from the exact one, in millionths.
    let furthestMillionths: Int?
    /// Empty for nothing to say.
    let note: String

    private static let nanosecondsMax = 1 << 55

    /// **Throws:** `StrictJSON.Failure` for anything else than an answer to this request.
    init(
        _ value: JSONValue, round: Int, batch: Int, promptCount: Int
    ) throws(StrictJSON.Failure) {
        let fields = try StrictJSON(value).members([
            "round", "batch", "nanoseconds", "digest", "proofs", "furthest", "note",
        ])
        _ = try fields[0].integer(in: round...round)
        _ = try fields[1].integer(in: batch...batch)
        nanoseconds = try fields[2].integer(in: 1...Self.nanosecondsMax)
        digest = Hexadecimal.text(of: try fields[3].bytes(count: 32))
        proofHashes = try fields[4].optional { field throws(StrictJSON.Failure) in
            try field.elements(count: promptCount).map { proof throws(StrictJSON.Failure) in
                Hexadecimal.text(of: try proof.bytes(count: 32))
            }
        }
        furthestMillionths = try fields[5].optional { field throws(StrictJSON.Failure) in
            try field.integer(in: 0...1_000_000)
        }
        note = try fields[6].string(byteCountMax: 400)
    }
}
