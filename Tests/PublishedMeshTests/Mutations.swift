import TestSupport

/// Bytes that are almost given ones.
struct Mutations {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// One of the inputs with some bytes set, taken out, repeated or cut off.
    mutating func bytes(like inputs: [[UInt8]]) -> [UInt8] {
        var bytes = inputs.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(bytes[place], at: place)
            case 4: bytes.removeLast(bytes.count - place)
            default:
                let other = inputs.randomElement(using: &generator) ?? []
                bytes.insert(contentsOf: other, at: place)
            }
        }
        return bytes
    }

    /// Random bytes of an alphabet.
    mutating func bytes(of alphabet: [UInt8], countMax: Int) -> [UInt8] {
        (0..<Int.random(in: 0...countMax, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? 0
        }
    }
}
