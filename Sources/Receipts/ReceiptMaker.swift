public import Cryptography
internal import Encodings
public import Traces

/// The maker of a run: machine, program, files and settings, for people; no verdict rests on it.
///
/// It holds no time: the same run on the same machine gives the same receipt, byte for byte. Two
/// makers are equal where a file has the same bytes for them; Swift takes some strings of unlike
/// bytes for equal.
public struct ReceiptMaker: Sendable, Equatable {
    /// The name of the folder, or of the pinned model.
    public var model: String
    /// The files of the weights, in the order in which they were read.
    public var files: [TracedFile]
    /// The digest of the weights as stored, ``storedDigest(of:)``; nil where a tensor's is not
    /// known.
    public var storedDigest: Digest?
    /// The digest of the tokenizer's files together.
    public var tokenizerDigest: Digest?
    /// The version of Unicode by which the tokenizer tells letters from digits.
    public var unicodeVersion: String
    public var work: Work
    public var program: Program
    public var machine: Machine

    /// The settings of the work, none of which may change a bit.
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

    /// The program that ran, as receipts and the provenance of reports name it.
    public struct Program: Sendable, Equatable {
        /// The version, such as "0.2.0".
        public var version: String
        /// The commit of the sources; nil where the build did not know it.
        public var commit: String?
        /// Whether the sources differed from the commit; nil where the build did not know.
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

    /// The machine that ran the program.
    public struct Machine: Sendable {
        /// The machine's name; nil where it has none.
        public var name: String?
        public var architecture: String
        public var system: String
        /// The processor's name; nil where the system does not tell.
        public var processor: String?
        /// The flags of the processor that kernels look at.
        public var features: [String]
        /// The backends that this machine could have used.
        public var kernels: [String]
        /// The library behind the OpenBLAS backend, in words; nil where there is none.
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

    /// The maker's bytes in a file.
    var bytes: [UInt8] { Array(json.compactText.utf8) }

    public static func == (left: ReceiptMaker, right: ReceiptMaker) -> Bool {
        left.bytes == right.bytes
    }

    /// SHA-256 over a line for each tensor, in their order: its name, the type of its stored
    /// elements and SHA-256 of their bytes, a space between them, a line feed at the end. Nil where
    /// the digest of a tensor's bytes is not known.
    public static func storedDigest(of tensors: [TracedTensor]) -> Digest? {
        var lines = ""
        for tensor in tensors {
            guard let digest = tensor.storedDigest else { return nil }
            lines += "\(tensor.name) \(tensor.storedType) \(digest.text)\n"
        }
        return Digests.sha256(lines.utf8)
    }
}
