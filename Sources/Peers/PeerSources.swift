internal import Cryptography
package import Trials

/// The sources of what a served node hears: its peers' answers, and requests by whoever sends them.
package enum PeerSources {
    /// Peers are told apart from requests, which come from here on.
    private static let requestMin: UInt32 = 1 << 20
    /// Machines whose waste is counted each on its own, at least.
    private static let requestCount: UInt32 = 1 << 16

    /// The source of a peer, by its place. **Precondition:** 0 to 2^20 - 2.
    package static func peer(_ place: Int) -> Source { Source(UInt32(place + 1)) }

    /// The sources of so many peers. **Precondition:** fewer than 2^20.
    package static func peers(count: Int) -> [Source] { (0..<count).map(peer) }

    /// The place of a peer; another number than any peer's for what is no peer.
    package static func place(of source: Source) -> Int { Int(source.number) - 1 }

    /// The source of a request: its machine's own, as far as there are as many.
    package static func request(from peerAddress: String) -> Source {
        let bytes = Digests.sha256(peerAddress.utf8).bytes
        let number = UInt32(bytes[0]) << 8 | UInt32(bytes[1])
        return Source(requestMin + number % requestCount)
    }
}
