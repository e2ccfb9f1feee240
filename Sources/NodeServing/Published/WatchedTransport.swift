package import PublishedNode
package import PythonValues
internal import Synchronization

/// A way to other nodes, with a note of who answered last.
package final class WatchedTransport: NodeTransport {
    private struct Note {
        let place: String
        var state: NodeView.Peer.State
    }

    /// The peer table's 64, and those that a user names.
    private static let noteCountMax = 256

    private let transport: any NodeTransport
    private let notes = Mutex<[Note]>([])

    package init(_ transport: any NodeTransport) {
        self.transport = transport
    }

    package func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        let place = Self.place(host, port)
        // Until it answers.
        note(place, .silent)
        return WatchedConnection(
            try transport.connect(
                to: host, port: port, isSecure: isSecure,
                timeoutMilliseconds: timeoutMilliseconds)
        ) { [self] in
            note(place, .answers)
        }
    }

    /// The peers of a table as a view has them.
    package func view(of table: PythonValue) -> [NodeView.Peer] {
        guard case .list(let urls) = table else { return [] }
        let notes = notes.withLock { $0 }
        return urls.compactMap { url in
            guard case .string(let text) = url else { return nil }
            let place = Self.place(ofURL: text.shown)
            let note = notes.last { $0.place.utf8.elementsEqual(place.utf8) }
            return NodeView.Peer(url: text.shown, state: note?.state ?? .unasked)
        }
    }

    private func note(_ place: String, _ state: NodeView.Peer.State) {
        notes.withLock { notes in
            notes.removeAll { $0.place.utf8.elementsEqual(place.utf8) }
            if notes.count >= Self.noteCountMax { notes.removeFirst() }
            notes.append(Note(place: place, state: state))
        }
    }

    private static func place(_ host: String, _ port: Int) -> String {
        "\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// The host and the port of a URL, for people alone.
    private static func place(ofURL url: String) -> String {
        let isSecure = url.hasPrefix("https://")
        let behind = url.dropFirst(isSecure ? 8 : 7)
        let place = behind.prefix { !["/", "?", "#"].contains($0) }
        let hasPort = place.last != "]" && place.contains(":")
        return hasPort ? String(place) : "\(place):\(isSecure ? 443 : 80)"
    }
}

/// A connection that tells when the first bytes of an answer come.
private final class WatchedConnection: NodeConnection {
    private let connection: any NodeConnection
    private let answered: () -> Void
    private var hasAnswered = false

    init(_ connection: any NodeConnection, answered: @escaping () -> Void) {
        self.connection = connection
        self.answered = answered
    }

    func send(_ bytes: [UInt8]) throws(NodeTransportError) { try connection.send(bytes) }

    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8] {
        let bytes = try connection.receive(byteCountMax: byteCountMax)
        if !bytes.isEmpty, !hasAnswered {
            hasAnswered = true
            answered()
        }
        return bytes
    }

    func close() { connection.close() }
}
