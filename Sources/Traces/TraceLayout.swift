internal import Cryptography

/// The parts of a trace's file and their sizes.
///
/// Golden-bearing. README.md beside this file has the table.
enum TraceLayout {
    static let family = Array("glyphlab trace ".utf8)
    static let version = "2"
    /// `glyphlab trace 2` and a line feed.
    static let magic = family + Array("\(version)\n".utf8)
    static let lengthByteCount = 8
    static let digestByteCount = 32
    /// A tensor's bytes: the integers' digest, then the stored bytes'.
    static let tensorByteCount = 2 * digestByteCount
    /// A record's bytes: its state, then its digest.
    static let recordByteCount = 1 + digestByteCount
    /// The root and the file's digest.
    static let tailByteCount = 2 * digestByteCount

    static let computedState: UInt8 = 0
    /// Stands where there is no digest.
    static let zeroDigest = Digest(bytes: [UInt8](repeating: 0, count: digestByteCount))

    static let headerStart = magic.count + lengthByteCount
    static let fileByteCountMin = headerStart + 2 + tailByteCount

    /// Where the parts behind the header begin. All follows from the header.
    struct Offsets {
        let tensors: Int
        let records: Int
        let values: Int
        let root: Int
        let end: Int
    }

    /// **Bounds:** within ``TraceLimits`` the end is below 2^48.
    static func offsets(_ trace: Trace, headerByteCount: Int) -> Offsets {
        let tensors = headerStart + headerByteCount
        let records = tensors + trace.model.tensors.count * tensorByteCount
        let recordCount = trace.prompts.count * trace.schedule.count
        let values = records + recordCount * recordByteCount
        let root = values + valuesByteCount(trace)
        return Offsets(
            tensors: tensors, records: records, values: values, root: root,
            end: root + tailByteCount)
    }

    private static func valuesByteCount(_ trace: Trace) -> Int {
        switch trace.level {
        case .layers, .operations: return 0
        case .values:
            guard let operation = trace.schedule.last else { return 0 }
            return trace.prompts.reduce(0) { sum, prompt in
                sum + operation.elementCount(tokenCount: prompt.tokenIDs.count)
                    * operation.elementType.byteCount
            }
        case .weights(let parameter):
            let tensor = trace.model.tensors.first { $0.name == parameter }
            return (tensor?.dimensions.reduce(1, *) ?? 0) * TracedElementType.int32.byteCount
        }
    }
}

extension ScheduledOperation {
    /// The output's dimensions for a prompt of so many tokens.
    public func dimensions(tokenCount: Int) -> [Int] {
        dimensions.map { dimension in
            switch dimension {
            case .tokens: tokenCount
            case .fixed(let count): count
            }
        }
    }

    /// **Precondition:** the product is in 62 bits.
    public func elementCount(tokenCount: Int) -> Int {
        dimensions(tokenCount: tokenCount).reduce(1, *)
    }
}
