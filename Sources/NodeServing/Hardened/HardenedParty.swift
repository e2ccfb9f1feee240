package import Chains
internal import Foundation
internal import GlyphChain
package import HardenedNode
internal import Platform
package import Routing
internal import Serving
internal import Synchronization
internal import Trials

/// A hardened node as a process: requests from many threads, calls to peers, judging and mining.
///
/// **Why @unchecked:** the node is used by whoever has the turn.
package final class HardenedParty: @unchecked Sendable {
    /// The time after which the node is asked for calls again, whatever happens.
    private static let beatMilliseconds = 200
    /// Attempts at a block before the miner looks whether the tip is another.
    private static let attemptCountMax = 64
    private static let idleMilliseconds = 200

    private let turn = Turn()
    private let node: HardenedChainNode
    private let meter: NodeMeter
    private let log: NodeLog
    private let stop: NodeStop
    private let clock: @Sendable () -> Int
    private let userAgent: String
    private let branches = Mutex(BranchMemory())
    /// Something came that may give the node work.
    private let news = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let threadCount = Mutex(0)

    /// - Parameter clock: milliseconds since 1970.
    package init(
        _ node: HardenedChainNode, meter: NodeMeter, log: NodeLog, stop: NodeStop,
        userAgent: String, clock: @escaping @Sendable () -> Int
    ) {
        self.node = node
        self.meter = meter
        self.log = log
        self.stop = stop
        self.userAgent = userAgent
        self.clock = clock
    }

    /// The store's fault, after which the node does nothing more.
    package var fault: StoreError? { turn.held { node.fault } }

    /// Reads the node, which changes before and after, but not meanwhile.
    package func read<Value>(_ body: (HardenedChainNode) -> Value) -> Value {
        turn.held { body(node) }
    }

    // MARK: Requests

    package func answer(_ request: WebRequest, from peerAddress: String) -> WebAnswer {
        let answer: WebAnswer =
            switch HoldingPage.address(request) {
            case .success(let address)?:
                HoldingPage.answer(address, turn.held { node.node.holding(of: address) })
            case .failure?: HoldingPage.malformed
            case nil:
                turn.held { node.answer(request, from: peerAddress, atMilliseconds: clock()) }
            }
        meter.noteRequest(status: answer.status)
        log(
            .debug,
            "request \(peerAddress) \(request.method) \(request.path) \(answer.status)")
        news.signal()
        return answer
    }

    /// - Parameter connectionCount: those that are open now.
    package func view(connectionCount: Int) -> NodeView {
        let sight = turn.held { HardenedSight(node, atMilliseconds: clock()) }
        let left = branches.withLock { branches in
            branches.note(sight.tail)
            return branches.branches
        }
        var view = NodeView(
            rules: "hardened", height: sight.height, tip: sight.tip, work: sight.work,
            peers: sight.peers, waitingPaymentCount: sight.waitingCount, chain: sight.tail,
            blocks: sight.blocks, branches: left)
        view.mining = meter.mining
        view.serving = meter.serving(connectionCount: connectionCount)
        return view
    }

    // MARK: Work unasked

    /// Begins to exchange with peers, and to judge what they have.
    package func begin() {
        let calls = CallThreads(userAgent: userAgent) { [self] answer, call in
            turn.held { node.hear(answer, to: call, atMilliseconds: clock()) }
            news.signal()
        }
        start { [self] in
            while !stop.isOrdered, turn.held({ node.fault == nil }) {
                calls.make(turn.held { node.due(atMilliseconds: clock()) })
                var hasWorked = false
                while !stop.isOrdered, turn.held({ node.work(atMilliseconds: clock()) }) {
                    hasWorked = true
                    tell()
                }
                tell()
                // Behind judged blocks more are due at once.
                if hasWorked { continue }
                _ = news.wait(timeout: .now() + .milliseconds(Self.beatMilliseconds))
            }
        }
    }

    /// Begins to mine. Random numbers are those of `seed`.
    package func beginMining(to miner: String, seed: String) {
        meter.beginMining()
        start { [self] in
            var random = ActorRandom(seed: seed, actor: "miner \(miner)")
            while !stop.isOrdered, turn.held({ node.fault == nil }) {
                mine(to: miner, &random)
            }
        }
    }

    private func mine(to miner: String, _ random: inout ActorRandom) {
        let task = turn.held {
            node.miningTask(
                miner: miner, attemptCountMax: Self.attemptCountMax, atMilliseconds: clock())
        }
        do {
            guard let block = try task.run(random: &random) else { return }
            if turn.held({ node.take(own: block, atMilliseconds: clock()) }) {
                meter.noteWin()
                news.signal()
            }
            tell()
        } catch {
            log(.warning, "no block can be mined: \(error)")
            Pause.wait(milliseconds: Self.idleMilliseconds)
        }
    }

    /// Waits for the threads' end after the order to stop. **Result:** whether they ended in time.
    package func awaitEnd(milliseconds: Int) -> Bool {
        news.signal()
        let deadline = DispatchTime.now() + .milliseconds(milliseconds)
        while threadCount.withLock({ $0 }) > 0 {
            guard ended.wait(timeout: deadline) == .success else { return false }
        }
        return true
    }

    private func start(_ body: @escaping @Sendable () -> Void) {
        threadCount.withLock { $0 += 1 }
        Thread.detachNewThread { [self] in
            body()
            threadCount.withLock { $0 -= 1 }
            ended.signal()
        }
    }

    // MARK: Lines

    /// Logs what has happened.
    private func tell() {
        let (events, tail) = turn.held { (node.takeEvents(), Self.tail(node)) }
        guard !events.isEmpty else { return }
        branches.withLock { $0.note(tail) }
        for event in events {
            let (level, text) = Self.line(event)
            log(level, text)
        }
    }

    private static func tail(_ node: HardenedChainNode) -> [ChainPlace] {
        let chain = node.node.chain
        return chain.indices.suffix(BranchMemory.tailCountMax).map { height in
            ChainPlace(height: height, hash: chain[height].hash)
        }
    }

    private static func line(_ event: NodeEvent) -> (NodeLog.Level, String) {
        switch event {
        // Nodes that greet each other name themselves.
        case .refused(let source, let refusal):
            (
                refusal.by == HardenedNodeGuards.peerOwn ? .debug : .warning,
                "refused from \(source): \(refusal)"
            )
        case .ownRefused(let refusal):
            (.warning, "own block not taken: \(refusal.map { "\($0)" } ?? "another came first")")
        case .adopted(let source, let height, let tip, let depth):
            (.info, "adopted height \(height) tip \(tip) from \(source), \(depth) taken back")
        case .mined(let height, let tip): (.info, "mined height \(height) tip \(tip)")
        case .early(let source, let height):
            (.info, "height \(height) from \(source) waits for the clock")
        case .payment(let source): (.info, "payment from \(source)")
        case .peerAdded(let peer): (.info, "peer \(peer) added")
        case .peerLost(let peer): (.info, "peer \(peer) lost")
        case .paused(let source): (.warning, "\(source) is not listened to for a while")
        }
    }
}
