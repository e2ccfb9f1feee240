public import Cryptography
internal import Encodings

/// The digest of a run: of what was asked, of the integers of the weights, and of what came out.
///
/// Golden-bearing. Equal runs have equal roots, wherever and however they were computed: who
/// computed it, in which batches and from which container is no part of it.
extension Trace {
    /// **Precondition:** a trace that can be written: see ``encoded()``.
    public var root: Digest {
        root(runBytes: TraceHeader(self).runBytes, valueBytes: valueBytes[...])
    }

    /// - Parameters:
    ///   - runBytes: the header's `run`.
    ///   - valueBytes: the file's elements.
    func root(runBytes: [UInt8], valueBytes: ArraySlice<UInt8>) -> Digest {
        Self.root(
            runDigest: Digests.sha256(runBytes), integersDigest: integersDigest,
            prompts: promptLeaves, elements: level.hasValues ? Digests.sha256(valueBytes) : nil)
    }

    /// The root of a run whose prompts' digests are known: of shards, say, that others computed.
    ///
    /// - Parameters:
    ///   - prompts: of all prompts, in order.
    ///   - elements: SHA-256 of the file's elements, at the levels that have them alone.
    public static func root(
        runDigest: Digest, integersDigest: Digest, prompts: [TracePromptLeaf],
        elements: Digest? = nil
    ) -> Digest {
        let tree = promptTree(prompts)
        return root(
            runDigest: runDigest, integersDigest: integersDigest, promptsRoot: tree.root,
            elements: elements)
    }

    /// The same from the root of ``promptTree(_:)``.
    public static func root(
        runDigest: Digest, integersDigest: Digest, promptsRoot: Digest, elements: Digest? = nil
    ) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab trace root 2\n".utf8))
        hasher.update(runDigest.bytes)
        hasher.update(integersDigest.bytes)
        hasher.update(promptsRoot.bytes)
        if let elements { hasher.update(elements.bytes) }
        return hasher.finalized()
    }

    /// SHA-256 of the header's `run`: of the level, the architecture and the schedule, but not of
    /// the prompts.
    public var runDigest: Digest { Digests.sha256(TraceHeader(self).runBytes) }

    /// SHA-256 of the integers' digests of all tensors, in order.
    public var integersDigest: Digest {
        Digests.sha256(model.tensors.flatMap(\.integersDigest.bytes))
    }

    /// The leaves of all prompts, in order.
    public var promptLeaves: [TracePromptLeaf] {
        let operations = RecordLeaf.heads(schedule)
        return prompts.indices.map { index in
            TracePromptLeaf(
                input: prompts[index].inputDigest,
                records: Self.recordTree(prompts[index], operations).root)
        }
    }

    public static func promptTree(_ leaves: [TracePromptLeaf]) -> HashTree {
        HashTree(leaves: leaves.enumerated().lazy.map { place, leaf in leaf.content(at: place) })
    }

    /// The tree over a prompt's records, a leaf for each operation of the schedule.
    ///
    /// **Precondition:** there is such a prompt.
    public func recordTree(prompt: Int) -> HashTree {
        Self.recordTree(prompts[prompt], RecordLeaf.heads(schedule))
    }

    private static func recordTree(_ prompt: TracedPrompt, _ heads: [[UInt8]]) -> HashTree {
        HashTree(
            leaves: zip(heads, prompt.records).lazy.map { head, record in
                RecordLeaf.content(head, record)
            })
    }

    /// The content of a record's leaf. **Precondition:** the operation is of the schedule.
    public static func recordLeaf(
        place: Int, _ operation: ScheduledOperation, _ record: TraceRecord
    ) -> [UInt8] {
        RecordLeaf.content(RecordLeaf.head(place, operation), record)
    }
}

/// A prompt's leaf in the tree below a run's root: enough to put the root of a whole run together
/// from parts that different machines computed.
public struct TracePromptLeaf: Sendable, Hashable {
    /// The digest of salt, prompt and tokens: see ``TracedPrompt/inputDigest``.
    public let input: Digest
    /// The root of the prompt's ``Trace/recordTree(prompt:)``.
    public let records: Digest

    public init(input: Digest, records: Digest) {
        self.input = input
        self.records = records
    }

    /// The leaf of the prompt at a place in the run, from 0.
    public func content(at place: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        LittleEndian.append(UInt32(truncatingIfNeeded: place), to: &bytes)
        return bytes + input.bytes + records.bytes
    }
}

extension TracedPrompt {
    /// SHA-256 of the prompt as headers write it: salt, prompt and tokens.
    public var inputDigest: Digest {
        Digests.sha256(TraceHeader.prompt(self).compactText.utf8)
    }
}

/// A record's leaf: it says where the record stands, so that none passes for another's.
private enum RecordLeaf {
    static func heads(_ schedule: [ScheduledOperation]) -> [[UInt8]] {
        schedule.enumerated().map(head)
    }

    static func head(_ place: Int, _ operation: ScheduledOperation) -> [UInt8] {
        var bytes: [UInt8] = []
        LittleEndian.append(UInt32(truncatingIfNeeded: place), to: &bytes)
        let layer = operation.layer.flatMap { Int32(exactly: $0) } ?? -1
        LittleEndian.append(layer, to: &bytes)
        bytes.append(UInt8(truncatingIfNeeded: operation.name.utf8.count))
        return bytes + Array(operation.name.utf8)
    }

    static func content(_ head: [UInt8], _ record: TraceRecord) -> [UInt8] {
        var bytes = head
        record.append(to: &bytes)
        return bytes
    }
}

extension TraceRecord {
    /// The state and the digest, as files and leaves have them.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .computed(let digest):
            bytes.append(TraceLayout.computedState)
            bytes += digest.bytes
        case .notComputed(let reason):
            bytes.append(reason.rawValue)
            bytes += TraceLayout.zeroDigest.bytes
        }
    }
}
