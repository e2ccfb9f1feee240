public import Cryptography

/// A run's record: which operations ran, in which order, and the digest of each one's output.
///
/// It knows no engine: names are text, tensors are digests. Two runs are compared by what was asked
/// (level, model, schedule, prompts) and by the prompts' records, which say what came out;
/// ``maker`` says where and how, and no verdict rests on it.
public struct Trace: Sendable, Equatable {
    public var level: TraceLevel
    public var model: TracedModel
    /// The operations in the order of their execution, the same for every prompt.
    public var schedule: [ScheduledOperation]
    public var prompts: [TracedPrompt]
    /// For people: machine, backend, threads, version, …; ordered, keys unlike each other.
    public var maker: [TraceFact]
    /// The parameter's integers, row-major, of a trace of weights; empty otherwise.
    public var weightValues: [Int32]

    public init(
        level: TraceLevel, model: TracedModel, schedule: [ScheduledOperation],
        prompts: [TracedPrompt], maker: [TraceFact], weightValues: [Int32] = []
    ) {
        self.level = level
        self.model = model
        self.schedule = schedule
        self.prompts = prompts
        self.maker = maker
        self.weightValues = weightValues
    }
}

extension Trace {
    /// The prompts without the values that a trace of values is about; none at other levels.
    public var promptsWithoutValues: [(place: Int, reason: NotComputedReason)] {
        guard case .values = level else { return [] }
        return prompts.enumerated().compactMap { place, prompt in
            guard case .notComputed(let reason)? = prompt.records.last else { return nil }
            return (place, reason)
        }
    }
}

/// How much a trace holds.
public enum TraceLevel: Sendable, Hashable {
    /// The embedding, the residual stream after every layer, the rows that the proof reads, and the
    /// proof.
    case layers
    /// The output of every operation, the rows, and the proof.
    case operations
    /// The integers of one operation's output, and the digests of its inputs and its output.
    case values(operation: String)
    /// The integers of one parameter; no prompts.
    case weights(parameter: String)
}

/// An operation of a schedule.
public struct ScheduledOperation: Sendable, Hashable {
    /// `h.3.attn.qkv`; ``proofRows`` and ``proof`` end the list.
    public let name: String
    /// The places in the schedule of the operations whose outputs it reads, all before its own.
    public let inputs: [Int]
    public let dimensions: [TraceDimension]
    public let elementType: TracedElementType

    /// The rows of the heads that the salt selects: [heads, T] int32, Q16. What the proof reads.
    public static let proofRows = "proof.rows"
    /// The proof: its digest is the proof hash itself.
    public static let proof = "proof"

    public init(
        name: String, inputs: [Int], dimensions: [TraceDimension], elementType: TracedElementType
    ) {
        self.name = name
        self.inputs = inputs
        self.dimensions = dimensions
        self.elementType = elementType
    }

    /// The layer in the name: 3 of `h.3.attn.qkv`; nil outside the layers.
    public var layer: Int? {
        let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "h", let layer = Int(parts[1]), layer >= 0,
            String(layer) == parts[1]
        else { return nil }
        return layer
    }
}

/// A dimension of an output: a fixed number, or the number of the prompt's tokens.
public enum TraceDimension: Sendable, Hashable {
    case tokens
    case fixed(Int)
}

/// How an element is written: two's complement, little-endian.
public enum TracedElementType: UInt8, Sendable, Hashable, CaseIterable {
    case int32 = 1
    case int64 = 2

    public var byteCount: Int { self == .int32 ? 4 : 8 }
    /// As headers and reports call it.
    public var name: String { self == .int32 ? "int32" : "int64" }
}

/// A prompt with its records, one for each operation of the schedule.
public struct TracedPrompt: Sendable, Equatable {
    public var salt: String
    public var prompt: String
    public var tokenIDs: [Int32]
    public var records: [TraceRecord]
    /// The output's elements, row-major, of a trace of values; empty otherwise, and where the
    /// operation was not computed.
    public var values: [Int64]

    public init(
        salt: String, prompt: String, tokenIDs: [Int32], records: [TraceRecord],
        values: [Int64] = []
    ) {
        self.salt = salt
        self.prompt = prompt
        self.tokenIDs = tokenIDs
        self.records = records
        self.values = values
    }

    /// Texts are compared by their bytes: Swift's own comparison takes two spellings of one
    /// character for equal, and a tokenizer does not.
    public static func == (left: TracedPrompt, right: TracedPrompt) -> Bool {
        left.salt.utf8.elementsEqual(right.salt.utf8)
            && left.prompt.utf8.elementsEqual(right.prompt.utf8)
            && left.tokenIDs == right.tokenIDs && left.records == right.records
            && left.values == right.values
    }
}

/// The record of an operation's output: its digest, or why it has none.
public enum TraceRecord: Sendable, Hashable {
    /// ``TensorDigest`` of the output.
    case computed(Digest)
    case notComputed(NotComputedReason)

    public var digest: Digest? {
        guard case .computed(let digest) = self else { return nil }
        return digest
    }
}

/// Why there is no digest.
public enum NotComputedReason: UInt8, Sendable, Hashable, CaseIterable {
    /// Nothing is computed after the last layer that the fingerprint reads, nor in that layer all.
    case stopsEarly = 1
    /// Another prompt's run computed it, and it was not looked at here.
    case sharedPrefix = 2
    /// The run began later, from a snapshot.
    case beforeSnapshot = 3
}

/// A key and a value about the making of a trace: backend, threads, machine.
public struct TraceFact: Sendable, Hashable {
    public let key: String
    public let value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
