/// A message that toy nodes say to each other: fixed fields, big-endian.
enum ToyMessage: Equatable {
    case ask(nonce: UInt32, key: UInt64)
    case answer(nonce: UInt32, nodes: [Int], value: [UInt8]?)
    case store(key: UInt64, value: [UInt8])

    private static let nodeCountMax = 255

    init?(_ bytes: [UInt8]) {
        guard let kind = bytes.first else { return nil }
        switch (kind, bytes.count) {
        case (1, 13):
            self = .ask(
                nonce: UInt32(Self.word(bytes[1..<5])), key: Self.word(bytes[5..<13]))
        case (2, 7...):
            let end = 6 + 4 * Int(bytes[5])
            guard bytes.count > end, bytes[end] == 1 || bytes.count == end + 1 else { return nil }
            self = .answer(
                nonce: UInt32(Self.word(bytes[1..<5])),
                nodes: stride(from: 6, to: end, by: 4).map { Int(Self.word(bytes[$0..<$0 + 4])) },
                value: bytes[end] == 1 ? Array(bytes[(end + 1)...]) : nil)
        case (3, 9...):
            self = .store(key: Self.word(bytes[1..<9]), value: Array(bytes[9...]))
        default: return nil
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .ask(let nonce, let key):
            return [1] + Self.bytes(UInt64(nonce), 4) + Self.bytes(key, 8)
        case .answer(let nonce, let nodes, let value):
            let named = nodes.prefix(Self.nodeCountMax)
            return [2] + Self.bytes(UInt64(nonce), 4) + [UInt8(named.count)]
                + named.flatMap { Self.bytes(UInt64($0), 4) } + [value == nil ? 0 : 1]
                + (value ?? [])
        case .store(let key, let value): return [3] + Self.bytes(key, 8) + value
        }
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(_ word: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * (count - 1 - $0))) }
    }
}
