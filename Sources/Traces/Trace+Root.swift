public import Cryptography

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
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab trace root 1\n".utf8))
        hasher.update(Digests.sha256(runBytes).bytes)
        hasher.update(Digests.sha256(model.tensors.flatMap(\.integersDigest.bytes)).bytes)
        hasher.update(recordsRoot.bytes)
        if level.hasValues { hasher.update(Digests.sha256(valueBytes).bytes) }
        return hasher.finalized()
    }

    /// Of the leaves of all prompts, one prompt after the other. A leaf says where its record
    /// stands, so that none passes for another's.
    private var recordsRoot: Digest {
        let operations = schedule.enumerated().map { place, operation in
            var bytes: [UInt8] = []
            LittleEndian.append(UInt32(truncatingIfNeeded: place), to: &bytes)
            let layer = operation.layer.flatMap { Int32(exactly: $0) } ?? -1
            LittleEndian.append(layer, to: &bytes)
            bytes.append(UInt8(truncatingIfNeeded: operation.name.utf8.count))
            return bytes + Array(operation.name.utf8)
        }
        guard !operations.isEmpty else { return MerkleTree.root([]) }
        let leafCount = prompts.count * operations.count
        return MerkleTree.root(leafCount: leafCount) { index, leaf in
            let (prompt, place) = index.quotientAndRemainder(dividingBy: operations.count)
            LittleEndian.append(UInt32(truncatingIfNeeded: prompt), to: &leaf)
            leaf += operations[place]
            prompts[prompt].records[place].append(to: &leaf)
        }
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
