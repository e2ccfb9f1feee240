internal import Cryptography

extension Trace {
    /// The trace of a file's bytes, whoever wrote them. Nothing is allocated before its size is
    /// checked; no bytes trap.
    ///
    /// **Throws:** ``TraceError``, each case as its name says.
    public init(decoding bytes: [UInt8]) throws(TraceError) {
        let headerEnd = try Self.headerEnd(bytes)
        let (header, trace) = try TraceHeader.decoded(
            Array(bytes[TraceLayout.headerStart..<headerEnd]))
        self = trace
        let offsets = TraceLayout.offsets(trace, headerByteCount: header.bytes.count)
        guard bytes.count == offsets.end else {
            throw .length(expectedByteCount: offsets.end, gotByteCount: bytes.count)
        }
        let fileDigestStart = offsets.root + TraceLayout.digestByteCount
        let fileDigest = Digests.sha256(bytes[..<fileDigestStart])
        guard Self.digest(at: fileDigestStart, of: bytes) == fileDigest else {
            throw .fileDigest(
                expected: fileDigest, got: Self.digest(at: fileDigestStart, of: bytes))
        }
        try readTensors(bytes, at: offsets.tensors)
        try readRecords(bytes, at: offsets.records)
        try readValues(bytes, at: offsets.values)
        let root = root(
            runBytes: header.runBytes, valueBytes: bytes[offsets.values..<offsets.root])
        guard Self.digest(at: offsets.root, of: bytes) == root else {
            throw .root(expected: root, got: Self.digest(at: offsets.root, of: bytes))
        }
    }

    private static func digest(at offset: Int, of bytes: [UInt8]) -> Digest {
        Digest(bytes: Array(bytes[offset..<offset + TraceLayout.digestByteCount]))
    }

    /// Where the header ends, once the file begins as a trace of this version.
    private static func headerEnd(_ bytes: [UInt8]) throws(TraceError) -> Int {
        let family = TraceLayout.family
        guard bytes.starts(with: family) else {
            throw .notATrace(got: Array(bytes.prefix(family.count)))
        }
        guard bytes.starts(with: TraceLayout.magic) else {
            let line = bytes[family.count...].prefix(20).prefix { $0 != UInt8(ascii: "\n") }
            throw .version(
                expected: TraceLayout.version, got: String(decoding: line, as: UTF8.self))
        }
        guard bytes.count >= TraceLayout.fileByteCountMin else {
            throw .tooShort(
                expectedByteCount: TraceLayout.fileByteCountMin, gotByteCount: bytes.count)
        }
        let length = LittleEndian.value(UInt64.self, at: TraceLayout.magic.count, of: bytes)
        let roomByteCount = bytes.count - TraceLayout.headerStart - TraceLayout.tailByteCount
        let limit = min(TraceLimits.headerByteCountMax, roomByteCount)
        guard length >= 2, length <= limit else {
            throw .headerLength(limitByteCount: limit, got: length)
        }
        return TraceLayout.headerStart + Int(length)
    }

    // MARK: The parts behind the header

    private mutating func readTensors(_ bytes: [UInt8], at start: Int) throws(TraceError) {
        for index in model.tensors.indices {
            let offset = start + index * TraceLayout.tensorByteCount
            let integers = Self.digest(at: offset, of: bytes)
            guard integers != TraceLayout.zeroDigest else {
                throw .tensor(
                    name: model.tensors[index].name, what: "digest of the integers",
                    expected: "one", got: "zeros")
            }
            model.tensors[index].integersDigest = integers
            let stored = Self.digest(at: offset + TraceLayout.digestByteCount, of: bytes)
            guard stored != TraceLayout.zeroDigest else { continue }
            let tensor = model.tensors[index]
            guard !tensor.storedType.isEmpty else {
                throw .tensor(
                    name: tensor.name, what: "digest of the stored bytes",
                    expected: "zeros, since no stored type is known", got: stored.text)
            }
            model.tensors[index].storedDigest = stored
        }
    }

    private mutating func readRecords(_ bytes: [UInt8], at start: Int) throws(TraceError) {
        var offset = start
        for index in prompts.indices {
            var records: [TraceRecord] = []
            records.reserveCapacity(schedule.count)
            for place in schedule.indices {
                let digest = Self.digest(at: offset + 1, of: bytes)
                records.append(try record(bytes[offset], digest, prompt: index, place: place))
                offset += TraceLayout.recordByteCount
            }
            prompts[index].records = records
        }
    }

    private func record(
        _ state: UInt8, _ digest: Digest, prompt: Int, place: Int
    ) throws(TraceError) -> TraceRecord {
        let name = schedule[place].name
        let isZero = digest == TraceLayout.zeroDigest
        guard state != TraceLayout.computedState else {
            guard !isZero else {
                throw .record(
                    prompt: prompt, operation: name, what: "digest",
                    expected: "one, since the state says that it was computed", got: "zeros")
            }
            return .computed(digest)
        }
        guard let reason = NotComputedReason(rawValue: state) else {
            throw .record(
                prompt: prompt, operation: name, what: "state",
                expected: "0 to \(NotComputedReason.allCases.count)", got: "\(state)")
        }
        guard isZero else {
            throw .record(
                prompt: prompt, operation: name, what: "digest",
                expected: "zeros, since it was not computed", got: digest.text)
        }
        return .notComputed(reason)
    }

    // MARK: Elements

    private mutating func readValues(_ bytes: [UInt8], at start: Int) throws(TraceError) {
        switch level {
        case .layers, .operations: break
        case .values: try readOutputs(bytes, at: start)
        case .weights(let parameter): try readWeights(parameter, bytes, at: start)
        }
    }

    private mutating func readOutputs(_ bytes: [UInt8], at start: Int) throws(TraceError) {
        guard let operation = schedule.last else { return }
        var offset = start
        for index in prompts.indices {
            let dimensions = operation.dimensions(tokenCount: prompts[index].tokenIDs.count)
            let count = dimensions.reduce(1, *)
            let end = offset + count * operation.elementType.byteCount
            defer { offset = end }
            guard let expected = prompts[index].records.last?.digest else {
                guard bytes[offset..<end].allSatisfy({ $0 == 0 }) else {
                    throw .record(
                        prompt: index, operation: operation.name, what: "elements",
                        expected: "zeros, since it was not computed", got: "others")
                }
                continue
            }
            var hasher = TensorDigest(dimensions: dimensions, elementType: operation.elementType)
            switch operation.elementType {
            case .int32:
                let values = LittleEndian.values(Int32.self, count: count, at: offset, of: bytes)
                hasher.update(values[...])
                prompts[index].values = values.map { Int64($0) }
            case .int64:
                let values = LittleEndian.values(Int64.self, count: count, at: offset, of: bytes)
                hasher.update(values[...])
                prompts[index].values = values
            }
            let digest = hasher.finalized()
            guard digest == expected else {
                throw .record(
                    prompt: index, operation: operation.name, what: "digest of the elements",
                    expected: "the record's, \(expected.text)", got: digest.text)
            }
        }
    }

    private mutating func readWeights(
        _ parameter: String, _ bytes: [UInt8], at start: Int
    ) throws(TraceError) {
        guard let tensor = model.tensors.first(where: { $0.name == parameter }) else { return }
        let count = tensor.dimensions.reduce(1, *)
        weightValues = LittleEndian.values(Int32.self, count: count, at: start, of: bytes)
        let digest = TensorDigest.parameter(
            dimensions: tensor.dimensions, elements: weightValues)
        guard digest == tensor.integersDigest else {
            throw .tensor(
                name: parameter, what: "digest of the integers",
                expected: "the tensor's, \(tensor.integersDigest.text)", got: digest.text)
        }
    }
}
