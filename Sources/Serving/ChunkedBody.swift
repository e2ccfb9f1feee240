/// A chunked body while it comes in. Source: RFC 9112, section 7.1.
struct ChunkedBody {
    private enum State {
        case size
        case data(Int)
        case dataEnd
        case trailer
        case whole
    }

    /// A size's digits and its extensions.
    private static let lineByteCountMax = 512
    /// More digits might not fit an integer.
    private static let digitCountMax = 15

    private let bodyByteCountMax: Int
    private let trailerByteCountMax: Int
    private var state = State.size
    private var line: [UInt8] = []
    private var trailerByteCount = 0
    private(set) var body: [UInt8] = []

    init(bodyByteCountMax: Int, trailerByteCountMax: Int) {
        self.bodyByteCountMax = bodyByteCountMax
        self.trailerByteCountMax = trailerByteCountMax
    }

    var isWhole: Bool {
        if case .whole = state { true } else { false }
    }

    /// Takes bytes up to the body's end, if it is there; how many it took.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(RequestRefusal) -> Int {
        var index = bytes.startIndex
        while index < bytes.endIndex, !isWhole {
            if case .data(let count) = state {
                let part = bytes[index...].prefix(count)
                body += part
                index += part.count
                state = part.count < count ? .data(count - part.count) : .dataEnd
            } else {
                try take(bytes[index])
                index += 1
            }
        }
        return index - bytes.startIndex
    }

    /// Takes a byte that is not data.
    private mutating func take(_ byte: UInt8) throws(RequestRefusal) {
        line.append(byte)
        guard line.count <= Self.lineByteCountMax else {
            throw RequestRefusal(
                400, "expected chunk lines of at most \(Self.lineByteCountMax) bytes")
        }
        guard byte == UInt8(ascii: "\n") else { return }
        guard line.count > 1, line[line.count - 2] == UInt8(ascii: "\r") else {
            throw RequestRefusal(400, "expected lines that end with CR and LF")
        }
        line.removeLast(2)
        defer { line = [] }
        switch state {
        case .size:
            state = try next(size: size())
        case .dataEnd:
            guard line.isEmpty else {
                throw RequestRefusal(400, "expected a line's end behind a chunk")
            }
            state = .size
        case .trailer:
            // Read and forgotten.
            trailerByteCount += line.count + 2
            guard trailerByteCount <= trailerByteCountMax else {
                throw RequestRefusal(
                    431, "expected a trailer of at most \(trailerByteCountMax) bytes")
            }
            if line.isEmpty { state = .whole }
        case .data, .whole:
            break
        }
    }

    private func size() throws(RequestRefusal) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") }
        guard (1...Self.digitCountMax).contains(digits.count),
            digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw RequestRefusal(400, "expected a chunk's size in hexadecimal digits") }
        return size
    }

    private func next(size: Int) throws(RequestRefusal) -> State {
        guard size <= bodyByteCountMax - body.count else {
            throw RequestRefusal(413, "expected a body of at most \(bodyByteCountMax) bytes")
        }
        return size == 0 ? .trailer : .data(size)
    }
}
