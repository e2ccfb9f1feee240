public import Cryptography

/// The model of a run, its weights digested at three stages: the files, the tensors as they are
/// stored, and the integers that they become.
///
/// Two models are one where their architectures and integers are equal, whatever the containers.
public struct TracedModel: Sendable, Equatable {
    /// For people: the folder's or the pinned model's name.
    public var name: String
    public var architecture: TracedArchitecture
    /// Protocol v4, section 2: lower-case hex.
    public var integerWeightsHash: String
    /// The first stage, in the order in which the container is read. Empty where it is not known.
    public var files: [TracedFile]
    /// The second and third stage, in byte-wise ascending order of their names.
    public var tensors: [TracedTensor]
    /// The joint digest of the tokenizer's files, for people: runs are compared by their tokens,
    /// not by this; nil where the folder has no tokenizer.
    public var tokenizerDigest: Digest?

    public init(
        name: String, architecture: TracedArchitecture, integerWeightsHash: String,
        files: [TracedFile], tensors: [TracedTensor], tokenizerDigest: Digest?
    ) {
        self.name = name
        self.architecture = architecture
        self.integerWeightsHash = integerWeightsHash
        self.files = files
        self.tensors = tensors
        self.tokenizerDigest = tokenizerDigest
    }
}

/// The plan of a model as a trace writes it.
public struct TracedArchitecture: Sendable, Hashable {
    public var norm: String
    public var positions: String
    public var activation: String
    public var layerCount: Int
    public var width: Int
    public var headCount: Int
    public var headWidth: Int
    public var hiddenWidth: Int
    public var vocabularyCount: Int
    public var contextTokenCount: Int
    /// The heads of keys and values, and the base of the positions that turn them; nil where
    /// positions do not turn, and every head has keys and values of its own.
    public var rotary: Rotary?

    /// The sizes that only a plan with rotary positions has.
    public struct Rotary: Sendable, Hashable {
        public var keyValueHeadCount: Int
        public var base: Int

        public init(keyValueHeadCount: Int, base: Int) {
            self.keyValueHeadCount = keyValueHeadCount
            self.base = base
        }
    }

    public init(
        norm: String, positions: String, activation: String, layerCount: Int, width: Int,
        headCount: Int, headWidth: Int, hiddenWidth: Int, vocabularyCount: Int,
        contextTokenCount: Int, rotary: Rotary? = nil
    ) {
        self.norm = norm
        self.positions = positions
        self.activation = activation
        self.layerCount = layerCount
        self.width = width
        self.headCount = headCount
        self.headWidth = headWidth
        self.hiddenWidth = hiddenWidth
        self.vocabularyCount = vocabularyCount
        self.contextTokenCount = contextTokenCount
        self.rotary = rotary
    }
}

/// A file of weights.
public struct TracedFile: Sendable, Hashable {
    public var name: String
    public var byteCount: Int
    public var digest: Digest

    public init(name: String, byteCount: Int, digest: Digest) {
        self.name = name
        self.byteCount = byteCount
        self.digest = digest
    }
}

/// A parameter, stored and as integers.
public struct TracedTensor: Sendable, Hashable {
    /// The name under which it is hashed: `h.0.attn.c_attn.w`.
    public var name: String
    /// The number of columns of a vector; rows and columns of a matrix.
    public var dimensions: [Int]
    /// The file's element type: F32, F16, BF16, F64, …; empty where stages before the integers
    /// are not known.
    public var storedType: String
    /// SHA-256 of the stored bytes alone; nil where not known.
    public var storedDigest: Digest?
    /// ``TensorDigest`` of the integers, as int32.
    public var integersDigest: Digest

    public init(
        name: String, dimensions: [Int], storedType: String, storedDigest: Digest?,
        integersDigest: Digest
    ) {
        self.name = name
        self.dimensions = dimensions
        self.storedType = storedType
        self.storedDigest = storedDigest
        self.integersDigest = integersDigest
    }
}
