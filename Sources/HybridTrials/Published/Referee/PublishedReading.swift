internal import Cryptography
internal import Encodings

/// Blocks, times and keys of the published chain as the referee reads them.
enum PublishedReading {
    private static let slotSeconds = 12
    private static let updateRange = 32..<64

    /// The update that a block names; nil where it names none.
    static func update(_ block: BlockMessage) -> [UInt8]? {
        guard let extra = block.extraData, extra.count >= updateRange.upperBound else {
            return nil
        }
        let update = Array(extra[updateRange])
        return update.allSatisfy { $0 == 0 } ? nil : update
    }

    /// Slots begin with the trial.
    static func slot(_ seconds: Int) -> Int {
        (seconds - HybridParties.startMilliseconds / 1_000) / slotSeconds
    }

    /// The text of the key by which the holder of a public key acknowledges an update.
    static func keyText(_ publicKey: [UInt8], _ update: [UInt8]) -> String {
        let peer = Digests.sha256(publicKey).bytes.prefix(8)
        return "ack:" + Hexadecimal.text(of: Array(update.prefix(16))) + ":"
            + Hexadecimal.text(of: Array(peer))
    }
}
