internal import Cryptography
internal import Trials

/// The seeds of one run: all follow from the master seed, and none from another.
package struct SessionSeeds: Sendable, Equatable {
    package static let byteCount = 32

    /// Kept by the referee until the run is over; then it is part of the evidence.
    package let master: [UInt8]

    /// **Precondition:** ``byteCount`` bytes.
    package init(master: [UInt8]) {
        precondition(master.count == Self.byteCount, "a master seed of \(master.count) bytes")
        self.master = master
    }

    /// Fresh, from the operating system.
    package static func fresh() -> SessionSeeds {
        SessionSeeds(master: SystemRandom.bytes(count: byteCount))
    }

    private func derived(_ purpose: String) -> Digest {
        Digest(
            bytes: KeyDerivation.hkdfSHA256(
                key: master, salt: Array("glyphlab/attack/1".utf8), info: Array(purpose.utf8),
                byteCount: Self.byteCount))
    }

    /// The seed that the script is given.
    var publicText: String { derived("public").text }
    /// The seed of the arena, and so of all keys and all that honest actors draw.
    var arenaText: String { derived("referee").text }

    /// Random numbers of the referee for a purpose.
    func random(_ actor: String) -> ActorRandom { ActorRandom(seed: arenaText, actor: actor) }
}
