internal import Cryptography

extension Trace {
    /// The trace as a file.
    ///
    /// **Throws:** ``TraceError`` where ``init(decoding:)`` would refuse the file or make another
    /// trace of it: what is written can be read.
    public func encoded() throws(TraceError) -> [UInt8] {
        for (index, prompt) in prompts.enumerated() where prompt.records.count != schedule.count {
            throw .unwritable(
                what: "prompt \(index)'s records",
                expected: "\(schedule.count), one for each operation of the schedule",
                got: "\(prompt.records.count)")
        }
        let header = TraceHeader(self)
        guard header.bytes.count <= TraceLimits.headerByteCountMax else {
            throw .headerLength(
                limitByteCount: TraceLimits.headerByteCountMax, got: UInt64(header.bytes.count))
        }
        var bytes = TraceLayout.magic
        LittleEndian.append(UInt64(header.bytes.count), to: &bytes)
        bytes += header.bytes
        for tensor in model.tensors {
            bytes += tensor.integersDigest.bytes
            bytes += (tensor.storedDigest ?? TraceLayout.zeroDigest).bytes
        }
        for prompt in prompts {
            for record in prompt.records { record.append(to: &bytes) }
        }
        let valueBytes = valueBytes
        bytes += valueBytes
        bytes += root(runBytes: header.runBytes, valueBytes: valueBytes[...]).bytes
        bytes += Digests.sha256(bytes).bytes
        guard try Trace(decoding: bytes) == self else {
            throw .unwritable(
                what: "the trace", expected: "values only where its level has places for them",
                got: "others, which a file would lose")
        }
        return bytes
    }

    /// The elements of a trace of values or weights, in the type's width; zeros where the operation
    /// was not computed.
    var valueBytes: [UInt8] {
        var bytes: [UInt8] = []
        switch level {
        case .layers, .operations: break
        case .values:
            guard let operation = schedule.last else { break }
            for prompt in prompts {
                if case .notComputed = prompt.records.last {
                    let count = operation.elementCount(tokenCount: prompt.tokenIDs.count)
                    bytes += repeatElement(0, count: count * operation.elementType.byteCount)
                }
                switch operation.elementType {
                case .int32:
                    let values = prompt.values.map { Int32(truncatingIfNeeded: $0) }
                    LittleEndian.append(values, to: &bytes)
                case .int64: LittleEndian.append(prompt.values, to: &bytes)
                }
            }
        case .weights: LittleEndian.append(weightValues, to: &bytes)
        }
        return bytes
    }
}
