internal import Cryptography
internal import Fingerprints
internal import Synchronization
internal import Trials

/// The chance that a published node takes from its machine.
package protocol NodeChance: AnyObject, Sendable {
    /// 32 bytes, a new wallet's secret where they are a key.
    func secret() -> [UInt8]
    /// A prompt of 6 to 16 common words.
    func prompt() -> String
}

/// Chance that a seed decides: the same each time.
package final class SeededChance: NodeChance {
    private let random: Mutex<ActorRandom>

    package init(seed: String, actor: String) {
        random = Mutex(ActorRandom(seed: seed, actor: actor))
    }

    package func secret() -> [UInt8] {
        random.withLock { random in
            (0..<Secp256k1.privateKeyByteCount).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
        }
    }

    package func prompt() -> String {
        let words = MiningWords.all
        return random.withLock { random in
            (0..<random.integer(in: 6...16))
                .map { _ in words[random.integer(in: 0...words.count - 1)] }
                .joined(separator: " ")
        }
    }
}
