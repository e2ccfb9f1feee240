package import Cryptography
internal import Encodings
package import Traces

/// The maker of a run: machine, program, files and settings, for people; no verdict rests on it.
///
/// It holds no time: the same run on the same machine gives the same receipt, byte for byte. Two
/// makers are equal where a file has the same bytes for them; Swift takes some strings of unlike
/// bytes for equal.
package struct ReceiptMaker: Sendable, Equatable {
    /// The name of the folder, or of the pinned model.
    package var model: String
    /// The files of the weights, in the order in which they were read.
    package var files: [TracedFile]
    /// The digest of the weights as stored, ``storedDigest(of:)``; nil where a tensor's is not
    /// known.
    package var storedDigest: Digest?
    /// The digest of the tokenizer's files together.
    package var tokenizerDigest: Digest?
    /// The version of Unicode by which the tokenizer tells letters from digits.
    package var unicodeVersion: String
    package var work: Work
    package var program: Program
    package var machine: Machine

    /// The settings of the work, none of which may change a bit.
    package struct Work: Sendable {
        /// The form of the engine: batch or definition.
        package var engine: String
        package var backend: String
        package var threadCount: Int
        package var batchPromptCount: Int
        package var sharesPrefixes: Bool

        package init(
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
    package struct Program: Sendable, Equatable {
        /// The version, such as "0.2.0".
        package var version: String
        /// The commit of the sources; nil where the build did not know it.
        package var commit: String?
        /// Whether the sources differed from the commit; nil where the build did not know.
        package var hasChanges: Bool?
        /// "release" or "debug".
        package var build: String
        package var compiler: String

        package init(
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
    package struct Machine: Sendable {
        /// The machine's name; nil where it has none.
        package var name: String?
        package var architecture: String
        package var system: String
        /// The processor's name; nil where the system does not tell.
        package var processor: String?
        /// The flags of the processor that kernels look at.
        package var features: [String]
        /// The backends that this machine could have used.
        package var kernels: [String]
        /// The library behind the OpenBLAS backend, in words; nil where there is none.
        package var openBLAS: String?

        package init(
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

    package init(
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

    package static func == (left: ReceiptMaker, right: ReceiptMaker) -> Bool {
        left.bytes == right.bytes
    }

    /// SHA-256 over a line for each tensor, in their order: its name, the type of its stored
    /// elements and SHA-256 of their bytes, a space between them, a line feed at the end. Nil where
    /// the digest of a tensor's bytes is not known.
    package static func storedDigest(of tensors: [TracedTensor]) -> Digest? {
        var lines = ""
        for tensor in tensors {
            guard let digest = tensor.storedDigest else { return nil }
            lines += "\(tensor.name) \(tensor.storedType) \(digest.text)\n"
        }
        return Digests.sha256(lines.utf8)
    }
}
