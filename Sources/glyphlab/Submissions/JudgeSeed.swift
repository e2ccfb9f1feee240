import Encodings
import Submissions

/// The master seed of a judgement, as an option has it.
enum JudgeSeed {
    /// **Throws:** ``Failure`` for any but 64 lower-case hex digits.
    static func seeds(_ text: String) throws -> SessionSeeds {
        guard let bytes = Hexadecimal.bytes(of: text), bytes.count == SessionSeeds.byteCount else {
            throw Failure(
                outcome: .usage,
                message: "seed: expected \(2 * SessionSeeds.byteCount) lower-case hex digits, got "
                    + text.prefix(80))
        }
        return SessionSeeds(master: bytes)
    }
}
