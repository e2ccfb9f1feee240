public import Cryptography
internal import Encodings
public import Traces

/// Who computed a run, from which files and how: for people, and no verdict rests on it.
///
/// It has no time: the same run on the same machine gives the same receipt, byte for byte. Two are
/// equal where a file would have the same bytes for them: strings are equal to Swift that are not
/// to a file.
public struct ReceiptMaker: Sendable, Equatable {
    /// The folder's or the pinned model's name.
    public var model: String
    /// The weights' first stage: the files, in the order in which they were read.
    public var files: [TracedFile]
    /// Their second stage: ``storedDigest(of:)``; nil where a tensor's is not known.
    public var storedDigest: Digest?
    /// Of the tokenizer's files together.
    public var tokenizerDigest: Digest?
    /// The version of Unicode by which the tokenizer tells letters from digits.
    public var unicodeVersion: String
    public var work: Work
    public var program: Program
    public var machine: Machine

    /// How the work was done, which must change no bit.
    public struct Work: Sendable {
        /// The form of the engine: batch or definition.
        public var engine: String
        public var backend: String
        public var threadCount: Int
        public var batchPromptCount: Int
        public var sharesPrefixes: Bool

        public init(
            engine: String, backend: String, threadCount: Int, batchPromptCount: Int,
            sharesPrefixes: Bool
        ) {
            self.engine = engine
            self.backend = backend
            self.threadCount = threadCount
            self.batchPromptCount = batchPromptCount
            self.sharesPrefixes = sharesPrefixes
        }
    }

    /// Which program ran, as receipts and the provenance of reports say it.
    public struct Program: Sendable, Equatable {
        /// Such as "0.2.0".
        public var version: String
        /// Nil where the build did not know.
        public var commit: String?
        /// Whether the sources were other than the commit's; nil where the build did not know.
        public var hasChanges: Bool?
        /// "release" or "debug".
        public var build: String
        public var compiler: String

        public init(
            version: String, commit: String?, hasChanges: Bool?, build: String, compiler: String
        ) {
            self.version = version
            self.commit = commit
            self.hasChanges = hasChanges
            self.build = build
            self.compiler = compiler
        }
    }

    /// Where it ran.
    public struct Machine: Sendable {
        /// Nil where the machine has no name.
        public var name: String?
        public var architecture: String
        public var system: String
        /// Nil where nobody tells.
        public var processor: String?
        /// The flags of the processor that kernels look at.
        public var features: [String]
        /// The backends that this machine could have used.
        public var kernels: [String]
        /// The library behind the backend of that name; nil where there is none.
        public var openBLAS: String?

        public init(
            name: String?, architecture: String, system: String, processor: String?,
            features: [String], kernels: [String], openBLAS: String?
        ) {
            self.name = name
            self.architecture = architecture
            self.system = system
            self.processor = processor
            self.features = features
            self.kernels = kernels
            self.openBLAS = openBLAS
        }
    }

    public init(
        model: String, files: [TracedFile], storedDigest: Digest?, tokenizerDigest: Digest?,
        unicodeVersion: String, work: Work, program: Program, machine: Machine
    ) {
        self.model = model
        self.files = files
        self.storedDigest = storedDigest
        self.tokenizerDigest = tokenizerDigest
        self.unicodeVersion = unicodeVersion
        self.work = work
        self.program = program
        self.machine = machine
    }

    /// As a file has it.
    var bytes: [UInt8] { Array(json.compactText.utf8) }

    public static func == (left: ReceiptMaker, right: ReceiptMaker) -> Bool {
        left.bytes == right.bytes
    }

    /// SHA-256 over a line for each tensor, in their order: its name, the type of its stored
    /// elements and SHA-256 of their bytes, a space between them, a line feed at the end. Nil where
    /// one is not known.
    public static func storedDigest(of tensors: [TracedTensor]) -> Digest? {
        var lines = ""
        for tensor in tensors {
            guard let digest = tensor.storedDigest else { return nil }
            lines += "\(tensor.name) \(tensor.storedType) \(digest.text)\n"
        }
        return Digests.sha256(lines.utf8)
    }
}
