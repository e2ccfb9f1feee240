internal import FlyingSocks
internal import MeshNetwork

/// A connection, with what came of a frame and what waits to go out.
struct MeshLink {
    enum Kind: Equatable {
        /// Opened by another node, whose requests it carries; their answers go back over it.
        case incoming
        /// Opened by this node, for its requests to an address.
        case dialled(MeshAddress)
        /// Opened by the operator.
        case control
    }

    let number: UInt64
    let kind: Kind
    let socket: Socket
    /// Milliseconds of the clock that never jumps, like all times here.
    let begun: Int
    var isConnecting: Bool
    /// Whether a good message came over it, or the card of the node that was dialled.
    var isIntroduced = false
    /// The card of the node that was dialled.
    var card: MeshContact?
    var frames = FrameReader()
    var lines = LineReader()
    var refusedCount = 0
    var isOver = false
    /// Whether the operator's request is under way.
    var isAsking = false
    private(set) var waiting: [UInt8] = []
    private var sentCount = 0
    /// The time of the last frame that came, or went out for a node that was dialled.
    private var lastFrame: Int
    private var frameBegun: Int?
    private var lastProgress: Int

    init(_ kind: Kind, _ socket: Socket, number: UInt64, at now: Int) {
        self.kind = kind
        self.socket = socket
        self.number = number
        begun = now
        lastFrame = now
        lastProgress = now
        isConnecting = if case .dialled = kind { true } else { false }
    }

    var waitingByteCount: Int { waiting.count - sentCount }

    /// The time since which nothing good came: before all others that of strangers.
    var merit: Int { isIntroduced ? lastFrame : begun - (1 << 40) }

    mutating func noteFrame(at now: Int) {
        lastFrame = now
        frameBegun = nil
    }

    /// Notes when the frame began that the bytes so far are part of.
    mutating func noteRest(at now: Int) {
        let isWithin = frames.isWithinFrame || lines.byteCount > 0
        frameBegun = isWithin ? frameBegun ?? now : nil
    }

    mutating func enqueue(_ bytes: [UInt8], at now: Int) {
        if waitingByteCount == 0 {
            waiting = []
            sentCount = 0
            lastProgress = now
        }
        waiting += bytes
        if case .dialled = kind { lastFrame = now }
    }

    /// Sends as much as the system takes now. **Throws:** where the connection is over.
    mutating func flush(at now: Int) throws {
        guard !isConnecting, waitingByteCount > 0 else { return }
        let count = try MeshSocket.write(waiting[sentCount...], to: socket)
        if count > 0 { lastProgress = now }
        sentCount += count
        if sentCount >= 1 << 16 {
            waiting.removeFirst(sentCount)
            sentCount = 0
        }
    }

    /// The time at which the connection ends if nothing comes before.
    func deadline(_ limits: MeshServingLimits) -> Int {
        if isConnecting { return begun + limits.connectMilliseconds }
        // Who dialled ends it first: a request that meets the end of its connection is lost.
        let isDialled = if case .dialled = kind { true } else { false }
        var deadline = lastFrame + limits.idleMilliseconds / (isDialled ? 2 : 1)
        if let frameBegun { deadline = min(deadline, frameBegun + limits.frameMilliseconds) }
        if !isIntroduced, kind != .control {
            deadline = min(deadline, begun + limits.introductionMilliseconds)
        }
        if waitingByteCount > 0 {
            deadline = min(deadline, lastProgress + limits.stallMilliseconds)
        }
        return deadline
    }
}
