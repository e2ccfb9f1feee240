package import Cryptography
package import Encodings
internal import Fingerprints
package import Traces

/// A run of the receipt that was kept: the weights, each prompt's tokens and proof, and how, where
/// and when it ran.
///
/// The file is JSON with a line for each tensor and each prompt, so that line tools show changes.
/// Golden-bearing: other labs keep such files. Its last member, `sha256`, is the digest of the
/// compact text of all others, so that a damaged or half-edited file is noticed; a forger can
/// compute it again.
package struct RunFile: Sendable {
    package static let formatName = "glyphlab run"
    /// 2: tensors are digested in tiles.
    package static let version = 2
    package static let byteCountMax = 1 << 26
    package static let promptCountMax = Golden.promptCountMax

    /// The model; the digest of its tokenizer is that of ``tokenizerFiles`` together.
    package let model: TracedModel
    /// The model's folder as the run was given it.
    package let modelFolder: String
    package let tokenizerFiles: [TracedFile]
    /// The receipt's prompts in its order, from the first on.
    package let prompts: [Prompt]
    package let settings: Settings
    /// An object for people: the program, the machine, the command and the time.
    package let provenance: JSONValue

    /// A prompt of the receipt; its place in the list gives its salt and text.
    package struct Prompt: Sendable, Equatable {
        package let tokenIDs: [Int32]
        /// The proof hash.
        package let proof: Digest

        package init(tokenIDs: [Int32], proof: Digest) {
            self.tokenIDs = tokenIDs
            self.proof = proof
        }
    }

    /// The settings of the work, none of which may change a bit.
    package struct Settings: Sendable, Equatable {
        package let backend: String
        package let threadCount: Int
        package let batchPromptCount: Int
        package let sharesPrefixes: Bool
        package let stopsEarly: Bool

        package init(
            backend: String, threadCount: Int, batchPromptCount: Int, sharesPrefixes: Bool,
            stopsEarly: Bool
        ) {
            self.backend = backend
            self.threadCount = threadCount
            self.batchPromptCount = batchPromptCount
            self.sharesPrefixes = sharesPrefixes
            self.stopsEarly = stopsEarly
        }
    }

    /// **Precondition:** provenance is an object, and there is at least one prompt.
    package init(
        model: TracedModel, modelFolder: String, tokenizerFiles: [TracedFile], prompts: [Prompt],
        settings: Settings, provenance: JSONValue
    ) {
        precondition(
            provenance.objectValue != nil && !prompts.isEmpty,
            "a run without prompts, or whose provenance is no object")
        self.model = model
        self.modelFolder = modelFolder
        self.tokenizerFiles = tokenizerFiles
        self.prompts = prompts
        self.settings = settings
        self.provenance = provenance
    }

    /// The hash over all proofs, as the receipt makes it.
    package var ultimateHash: String { GoldenPrompts.ultimateHash(prompts.map(\.proof.text)) }
    /// ``GoldenPrompts/tokensDigest(_:)`` of all prompts.
    package var tokensDigest: String { GoldenPrompts.tokensDigest(prompts.map(\.tokenIDs)) }
    package var tokenCount: Int { prompts.reduce(0) { $0 + $1.tokenIDs.count } }

    /// The run as a trace of the proofs alone, which can be compared with another run's.
    package var trace: Trace {
        Trace(
            level: .layers, model: model,
            schedule: [
                ScheduledOperation(
                    name: ScheduledOperation.proof, inputs: [], dimensions: [], elementType: .int32)
            ],
            prompts: prompts.enumerated().map { place, prompt in
                TracedPrompt(
                    salt: GoldenPrompts.salt(place), prompt: GoldenPrompts.prompt(place),
                    tokenIDs: prompt.tokenIDs, records: [.computed(prompt.proof)])
            },
            maker: facts)
    }

    /// The settings as the facts of a trace's maker.
    private var facts: [TraceFact] {
        let keys = [
            "version", "commit", "build", "compiler", "host", "processor", "architecture",
            "system", "started_at",
        ]
        return [
            TraceFact("model_folder", modelFolder), TraceFact("backend", settings.backend),
            TraceFact("threads", "\(settings.threadCount)"),
            TraceFact("batch", "\(settings.batchPromptCount)"),
            TraceFact("share_prefixes", "\(settings.sharesPrefixes)"),
            TraceFact("stop_early", "\(settings.stopsEarly)"),
        ]
            + keys.compactMap { key in
                provenance.member(key)?.stringValue.map { TraceFact(key, $0) }
            }
    }
}
