internal import PublishedNode
internal import Synchronization

/// The ways among the machines of a published network: servers that listen, by their names, and
/// the attacker's.
final class PublishedRoads: Sendable {
    /// The server of an honest machine.
    struct Listener: Sendable {
        let name: String
        let isAlive: @Sendable () -> Bool
        let connection: @Sendable () -> WireReader
    }

    private let listeners = Mutex<[Listener]>([])
    let attacker = AttackersPlace()

    func add(_ listener: Listener) { listeners.withLock { $0.append(listener) } }

    func listener(_ host: String) -> Listener? {
        listeners.withLock { $0.first { host.utf8.elementsEqual($0.name.utf8) } }
    }
}

/// The network as one published node sees it. Waits cost the time of the node that waits, and no
/// other.
final class PublishedWire: NodeTransport {
    private let own: String
    private let clock: PublishedHostClock
    private let roads: PublishedRoads

    init(of own: String, clock: PublishedHostClock, _ roads: PublishedRoads) {
        self.own = own
        self.clock = clock
        self.roads = roads
    }

    func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        if let listener = roads.listener(host) {
            guard listener.isAlive() else { throw .unreachable(reason: "Connection refused") }
            return HonestConnection(listener.connection())
        }
        guard host.utf8.elementsEqual(NodeParties.attacker.utf8) else {
            // Nobody is there, and nothing says so.
            clock.wait(timeoutMilliseconds)
            throw .timeout
        }
        return AttackersConnection(
            roads.attacker, askedBy: own, clock, timeoutMilliseconds: timeoutMilliseconds)
    }
}

/// A connection to an honest node's server, which answers at once.
private final class HonestConnection: NodeConnection {
    private let reader: WireReader
    private var answer: [UInt8]?
    private var sentByteCount = 0

    init(_ reader: WireReader) {
        self.reader = reader
    }

    func send(_ bytes: [UInt8]) {
        if case .answer(let answer) = reader.take(bytes) { self.answer = answer }
    }

    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8] {
        if answer == nil {
            guard case .answer(let answer) = reader.end() else {
                throw .broken(reason: "Remote end closed connection without response")
            }
            self.answer = answer
        }
        let all = answer ?? []
        let part = Array(all.dropFirst(sentByteCount).prefix(byteCountMax))
        sentByteCount += part.count
        return part
    }

    func close() {}
}

/// A connection to the attacker's server, which takes its time.
private final class AttackersConnection: NodeConnection {
    private let attacker: AttackersPlace
    private let own: String
    private let clock: PublishedHostClock
    private let timeoutMilliseconds: Int
    private var answer: PreparedAnswer?
    private var bytes: [UInt8] = []
    private var sentByteCount = 0

    init(
        _ attacker: AttackersPlace, askedBy own: String, _ clock: PublishedHostClock,
        timeoutMilliseconds: Int
    ) {
        self.attacker = attacker
        self.own = own
        self.clock = clock
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    func send(_ bytes: [UInt8]) {
        let line = bytes.prefix { $0 != 13 }
        let words = line.split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3 else { return }
        answer = attacker.answer(words[1], askedBy: own)
        self.bytes = answer?.bytes ?? []
    }

    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8] {
        guard let answer else { throw .broken(reason: "Connection reset by peer") }
        guard sentByteCount < bytes.count else { return [] }
        if answer.millisecondsPerWait > 0 {
            clock.wait(min(answer.millisecondsPerWait, timeoutMilliseconds))
            guard answer.millisecondsPerWait < timeoutMilliseconds else { throw .timeout }
        }
        let count = answer.bytesPerWait > 0 ? answer.bytesPerWait : byteCountMax
        let part = Array(bytes.dropFirst(sentByteCount).prefix(min(count, byteCountMax)))
        sentByteCount += part.count
        attacker.note(byteCount: sentByteCount, readBy: own)
        return part
    }

    func close() {}
}
