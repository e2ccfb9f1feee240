internal import FlyingSocks
internal import MeshNetwork
internal import Platform
internal import Trials

/// A node with its sockets, driven by one thread: it waits for all sockets at once, lets the node
/// hear what came, brings new records to the disk, and only then sends what the node has to say.
struct MeshReactor {
    /// The longest wait, after which an order to stop is seen.
    private static let waitMilliseconds = 50
    private static let diskMilliseconds = 500

    let limits: MeshServingLimits
    let own: MeshPeerAddress
    let listening: Socket
    let controlling: Socket
    let token: String
    let shared: ServerState
    var node: MeshNode
    var store: MeshStoreFile?
    /// By rising number.
    var links: [MeshLink] = []
    var linkCount: UInt64 = 0
    var joining: Joining
    /// Requests of the operator under way, by the node's tasks.
    var asked: [UInt64: OperatorTask] = [:]  // looked up, never iterated
    var lastSequence: UInt64 = 0
    /// Whether records may be others than those on the disk.
    var isChanged = true
    var acceptsAgainAt = 0
    private var epoch: UInt64 = 0
    private var isDiskFailing = false

    /// A request of the operator that a task of the node answers.
    struct OperatorTask {
        let link: UInt64
        /// The record that is stored; nil of a search.
        let record: MeshRecord?
    }

    init(
        _ node: MeshNode, _ own: MeshPeerAddress, listening: Socket, controlling: Socket,
        token: String, peers: [MeshPeerAddress], store: MeshStoreFile?,
        _ limits: MeshServingLimits, _ shared: ServerState
    ) {
        self.node = node
        self.own = own
        self.listening = listening
        self.controlling = controlling
        self.token = token
        self.store = store
        self.limits = limits
        self.shared = shared
        joining = Joining(peers)
        if !joining.isWanted { shared.noteJoined() }
    }

    /// Works until it is told to stop.
    mutating func run() {
        while !shared.isStopping {
            guard keepRecords() else {
                Pause.wait(milliseconds: Self.diskMilliseconds)
                continue
            }
            send()
            round()
        }
        for link in links { try? link.socket.close() }
        for socket in [listening, controlling] { try? socket.close() }
        links = []
        store?.release()
        shared.noteEnd()
    }

    /// Waits for something to happen, and lets the node know.
    private mutating func round() {
        let now = Polling.milliseconds
        let accepts = now >= acceptsAgainAt
        let wanted =
            [listening, controlling].map {
                Polling.Wanted(socket: $0, reads: accepts, writes: false)
            }
            + links.map { link in
                Polling.Wanted(
                    socket: link.socket,
                    reads: !link.isConnecting
                        && link.waitingByteCount <= limits.waitingByteCountMax
                        && !(link.kind == .control && link.isAsking),
                    writes: link.isConnecting || link.waitingByteCount > 0)
            }
        let untilWake = max(0, min(node.nextWake - WallClock.milliseconds, Self.waitMilliseconds))
        let found = Polling.wait(wanted, milliseconds: untilWake)
        for place in links.indices {
            if found[place + 2].mayWrite { noteWritable(place) }
            if found[place + 2].mayRead { read(place) }
        }
        if found[0].mayRead { accept(.incoming, at: listening) }
        if found[1].mayRead { accept(.control, at: controlling) }
        if node.nextWake <= WallClock.milliseconds {
            node.wake(atMilliseconds: WallClock.milliseconds)
            let epoch = node.parameters.epoch(ofSlot: node.slot)
            if epoch != self.epoch { isChanged = true }
            self.epoch = epoch
        }
        join()
        for outcome in node.takeOutcomes() { take(outcome) }
        endOverdue()
    }

    /// Brings the records to the disk, if they may have changed. Where that fails, nobody is told
    /// anything, and all connections end: what was not kept was not taken.
    private mutating func keepRecords() -> Bool {
        guard isChanged, store != nil else { return true }
        do throws(PlatformError) {
            try store?.follow(node.storage.records)
            (isChanged, isDiskFailing) = (false, false)
            return true
        } catch {
            if !isDiskFailing {
                StandardStreams.writeMessage("glyphlab: the store cannot be written: \(error)\n")
            }
            isDiskFailing = true
            _ = node.takeOutbox()
            for place in links.indices { links[place].isOver = true }
            removeOver()
            return false
        }
    }
}
