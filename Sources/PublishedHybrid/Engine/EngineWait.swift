/// A call of the engine that waits for acknowledgements.
///
/// Time is the caller's: it looks up the keys at the seconds 1, 2, … after the call and says what
/// it found. At second 30 the look races with the timeout: the caller decides which comes first.
package struct EngineWait: Sendable {
    package enum Progress: Sendable, Equatable {
        case waiting
        /// Enough was found.
        case acknowledged
        case timeout
    }

    /// The look of this second may or may not happen; none is later.
    package static let lastSecond = 30
    /// The committee: one member that the engine makes up.
    private static let members = ["genesis_validator"]
    private static let quorum = 1

    /// The keys to look up at each second, each once, in this order.
    package let keys: [RecordKey]

    let payload: Int
    let id: [UInt8]

    /// - Parameter update: the text of the id, the first half of which is the keys' part.
    init(payload: Int, id: [UInt8], update: [UInt8]) {
        self.payload = payload
        self.id = id
        let identifier = GoHexadecimal.decoded(update[...]).bytes
        keys = Self.members.map {
            AcknowledgementKey(
                updateIdentifier: identifier, peer: PeerIdentifier(publicKey: $0.utf8)
            ).recordKey
        }
    }

    /// The state of the wait behind a look.
    ///
    /// - Parameters:
    ///   - second: since the call, from 1 on.
    ///   - values: what was found under the keys; nil for nothing.
    package func progress(at second: Int, values: [[UInt8]?]) -> Progress {
        if values.count(where: { $0 == AcknowledgementKey.value }) >= Self.quorum {
            return .acknowledged
        }
        return second >= Self.lastSecond ? .timeout : .waiting
    }
}
