/// The check of a JSON value, and the places of all values in it.
struct GoScanner {
    private let bytes: [UInt8]
    private var place = 0
    private(set) var nodes: [GoNode] = []
    /// The containers that are open, the innermost last. **Bound:** ``depthMax``.
    private var open: [Int] = []

    static let depthMax = 10_000

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// Whether the bytes begin with a value; what is behind it is not looked at.
    mutating func scan() -> Bool {
        repeat {
            skipBlanks()
            guard startValue() else { return false }
            // A container that has just been opened takes its first element, unless it is empty.
            while close() {}
            guard continueContainer() else { return false }
        } while !open.isEmpty
        return true
    }

    private mutating func skipBlanks() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: wanted) else { return false }
        place += 1
        return true
    }

    private var closer: Unicode.Scalar? {
        open.last.map { nodes[$0].kind == .array ? "]" : "}" }
    }

    /// Takes the end of the innermost container, if it is next.
    private mutating func close() -> Bool {
        guard let closer, let container = open.last else { return false }
        skipBlanks()
        guard take(closer) else { return false }
        open.removeLast()
        nodes[container].next = nodes.count
        return true
    }

    /// Takes what stands before the next value of the innermost container, which may be its first:
    /// a comma, and in an object a name and a colon.
    private mutating func continueContainer() -> Bool {
        guard let container = open.last else { return true }
        let isFirst = nodes.count == container + 1
        if !isFirst {
            guard take(",") else { return false }
        }
        guard nodes[container].kind == .object else { return true }
        skipBlanks()
        guard byte == UInt8(ascii: "\""), startString() else { return false }
        skipBlanks()
        return take(":")
    }

    private mutating func startValue() -> Bool {
        guard let byte else { return false }
        switch byte {
        case UInt8(ascii: "{"): return startContainer(.object)
        case UInt8(ascii: "["): return startContainer(.array)
        case UInt8(ascii: "\""): return startString()
        case UInt8(ascii: "n"): return word("null", .null)
        case UInt8(ascii: "t"): return word("true", .boolean)
        case UInt8(ascii: "f"): return word("false", .boolean)
        default: return number()
        }
    }

    private mutating func startContainer(_ kind: GoNode.Kind) -> Bool {
        guard open.count < Self.depthMax else { return false }
        place += 1
        open.append(nodes.count)
        nodes.append(GoNode(kind: kind, literal: place..<place, next: nodes.count + 1))
        return true
    }

    private mutating func add(_ kind: GoNode.Kind, _ literal: Range<Int>) -> Bool {
        nodes.append(GoNode(kind: kind, literal: literal, next: nodes.count + 1))
        return true
    }

    private mutating func word(_ word: String, _ kind: GoNode.Kind) -> Bool {
        let start = place
        guard bytes[place...].starts(with: word.utf8) else { return false }
        place += word.utf8.count
        return add(kind, start..<place)
    }

    private mutating func startString() -> Bool {
        place += 1
        let start = place
        while let byte {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return add(.string, start..<(place - 1))
            case UInt8(ascii: "\\"): guard escape() else { return false }
            case 0..<0x20: return false
            default: break
            }
        }
        return false
    }

    private mutating func escape() -> Bool {
        guard let letter = byte else { return false }
        place += 1
        guard letter == UInt8(ascii: "u") else {
            return Array(#""\/bfnrt"#.utf8).contains(letter)
        }
        let digits = bytes[place...].prefix(4)
        place += digits.count
        return digits.count == 4 && digits.allSatisfy { GoHexadecimal.digit($0) != nil }
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        return place - start
    }

    private mutating func number() -> Bool {
        let start = place
        _ = take("-")
        if !take("0") {
            guard digits() > 0 else { return false }
        }
        if take(".") {
            guard digits() > 0 else { return false }
        }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() > 0 else { return false }
        }
        return add(.number, start..<place)
    }
}
