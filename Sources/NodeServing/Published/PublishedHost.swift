internal import Platform
package import PublishedNode
package import Serving

/// The published server on a socket: its bytes are ``WireReader``'s, its bounds this one's.
///
/// A published server has neither a limit of connections nor one of time; here a caller that sends
/// nothing for ``PlainListener/Limits/waitMilliseconds`` is cut off without an answer.
package final class PublishedHost: Sendable {
    package static let limits = PlainListener.Limits(
        connectionCountMax: 256, waitMilliseconds: 60_000, connectionMilliseconds: 900_000,
        stopMilliseconds: 10_000)

    private let listener: PlainListener

    /// Listens and serves from now on. **Throws:** where the address cannot be had.
    package init(
        at address: ListeningAddress, server: PublishedServer, meter: NodeMeter, log: NodeLog,
        limits: PlainListener.Limits = PublishedHost.limits
    ) throws(PlainListeningError) {
        let gate = BodyGate()
        listener = try PlainListener(at: address, limits: limits) { connection in
            let reader = WireReader(server: server, gate: gate) { Machine.secondsSince1970 }
            guard Self.converse(connection, reader) else { return }
            meter.noteRequest(status: reader.status)
            log(
                .debug,
                "request \(connection.peerAddress) \(reader.requestLine) "
                    + (reader.status.map { "\($0)" } ?? "no answer"))
        }
    }

    package var address: ListeningAddress { listener.address }
    package var connectionCount: Int { listener.connectionCount }

    /// Lets running requests end. **Result:** how many were cut off.
    @discardableResult
    package func stop() -> Int { listener.stop() }

    /// **Result:** false where the connection was lost before its request was whole.
    private static func converse(_ connection: PlainConnection, _ reader: WireReader) -> Bool {
        while true {
            let step: WireStep =
                switch connection.read() {
                case .bytes(let bytes): reader.take(bytes)
                case .end: reader.end()
                case .lost: .closed
                }
            switch step {
            case .needsMore: continue
            case .answer(let bytes):
                connection.write(bytes)
                return true
            case .closed: return !reader.requestLine.isEmpty
            }
        }
    }
}
