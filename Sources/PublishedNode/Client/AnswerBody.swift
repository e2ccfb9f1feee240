internal import BigInt
internal import PythonValues

/// The body of an answer: by chunks, by length, or to the end. **Source:** CPython 3.11,
/// `http.client`.
struct AnswerBody {
    private enum Form {
        case chunks
        case length(BigInt)
        case toTheEnd
    }

    private static let withoutBody = [204, 304]

    private let reader: AnswerReader
    private let form: Form

    init(_ head: AnswerHead, _ reader: AnswerReader) {
        self.reader = reader
        let isChunked =
            head.value("transfer-encoding")?.lowercased() == PythonText("chunked")
        let length = (try? head.value("content-length")?.integer()) ?? -1
        form =
            if isChunked {
                .chunks
            } else if Self.withoutBody.contains(head.status) || head.status < 200 {
                .length(0)
            } else if length >= 0 {
                .length(length)
            } else {
                .toTheEnd
            }
    }

    private static func incomplete(_ count: Int) -> PythonError {
        .other(name: "IncompleteRead", "IncompleteRead(\(count) bytes read)")
    }

    private static let noIndex = PythonError.overflow(
        "cannot fit 'int' into an index-sized integer")

    /// `read()`. **Throws:** ``PythonError`` for a body that is shorter than announced.
    func whole() throws(PythonError) -> [UInt8] {
        switch form {
        case .chunks: return try chunks(nil)
        case .toTheEnd: return try reader.bytes(nil)
        case .length(let length): return try exactly(length)
        }
    }

    /// `read(count)`: a body by length that is shorter than announced is taken as it came.
    func beginning(_ count: Int) throws(PythonError) -> [UInt8] {
        switch form {
        case .chunks: return try chunks(count)
        case .toTheEnd: return try reader.bytes(count)
        case .length(let length): return try reader.bytes(Int(min(length, BigInt(count))))
        }
    }

    private func exactly(_ count: BigInt) throws(PythonError) -> [UInt8] {
        guard let count = Int(exactly: count) else { throw Self.noIndex }
        let bytes = try reader.bytes(count)
        guard bytes.count == count else { throw Self.incomplete(bytes.count) }
        return bytes
    }

    // MARK: Chunks

    private func chunks(_ countMax: Int?) throws(PythonError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let size = try chunkSize(bytes.count) {
            if let countMax, BigInt(countMax - bytes.count) <= size {
                return bytes + (try exactly(BigInt(countMax - bytes.count)))
            }
            guard size >= 0 else {
                guard size == -1 else {
                    throw .value("read length must be non-negative or -1")
                }
                // Everything that comes, and then no end of the chunk.
                throw Self.incomplete(try reader.bytes(nil).count)
            }
            bytes += try exactly(size)
            // The end of the chunk, whatever it is.
            _ = try exactly(2)
        }
        return bytes
    }

    /// The size of the next chunk; nil behind the last.
    private func chunkSize(_ count: Int) throws(PythonError) -> BigInt? {
        let line = try reader.line("chunk size").prefix { $0 != UInt8(ascii: ";") }
        let text = PythonText(codePoints: line.map(UInt32.init))
        guard line.allSatisfy({ $0 < 0x80 }), let size = try? text.hexadecimalInteger() else {
            throw Self.incomplete(count)
        }
        guard size == 0 else { return size }
        while true {
            let line = try reader.line("trailer line")
            if line.isEmpty || line == [13, 10] || line == [10] { return nil }
        }
    }
}
