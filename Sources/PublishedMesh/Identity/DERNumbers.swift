/// The part of DER that RSA keys need: sequences of numbers.
enum DERNumbers {
    private static let sequence: UInt8 = 0x30
    private static let integer: UInt8 = 0x02

    /// The numbers of a sequence that is all there is, each big-endian; nil for any but the one
    /// form, and for negative numbers.
    static func numbers(of bytes: [UInt8]) -> [[UInt8]]? {
        var rest = bytes[...]
        guard var content = element(sequence, &rest), rest.isEmpty else { return nil }
        var numbers: [[UInt8]] = []
        while !content.isEmpty {
            guard let number = element(integer, &content), let first = number.first, first < 0x80
            else { return nil }
            if first == 0, let second = number.dropFirst().first, second < 0x80 { return nil }
            numbers.append(Array(number))
        }
        return numbers
    }

    /// The content of an element of one type.
    private static func element(
        _ type: UInt8, _ rest: inout ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        guard rest.popFirst() == type, let head = rest.popFirst() else { return nil }
        var count = Int(head)
        if head >= 0x80 {
            let sizeCount = Int(head & 0x7F)
            guard (1...4).contains(sizeCount), rest.count >= sizeCount else { return nil }
            let size = rest.prefix(sizeCount)
            count = size.reduce(0) { $0 << 8 | Int($1) }
            // A size has no zero in front, and is short where it can be.
            guard size.first != 0, count >= 0x80 else { return nil }
            rest = rest.dropFirst(sizeCount)
        }
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// An element of a type.
    static func element(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count >= 0x80 else { return [type, UInt8(content.count)] + content }
        let size = (0..<8).reversed().map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) }
            .drop { $0 == 0 }
        return [type, 0x80 | UInt8(size.count)] + size + content
    }

    static func sequence(_ numbers: [[UInt8]]) -> [UInt8] {
        element(
            sequence,
            numbers.flatMap { number in
                element(integer, (number.first ?? 0) < 0x80 ? number : [0] + number)
            })
    }
}

extension RSAPublicKey {
    /// rsaEncryption with no parameters.
    private static let algorithm: [UInt8] = [
        0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
    ]

    /// The DER of SubjectPublicKeyInfo.
    package var subjectPublicKeyInfo: [UInt8] {
        let key = DERNumbers.sequence([modulus, exponent])
        return DERNumbers.element(0x30, Self.algorithm + DERNumbers.element(0x03, [0] + key))
    }
}
