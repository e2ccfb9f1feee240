import LearningNetwork
import Platform
import Routing
import Serving
import Synchronization
import Trials

/// A hardened node behind a listener, with its work unasked: heartbeats, and blocks.
final class LearningServer: Sendable {
    private static let answerByteCountMax = 16 << 20
    /// The time that a peer has for an answer.
    private static let callMilliseconds = 10_000
    private static let connectMilliseconds = 1_000
    private static let tickMilliseconds = 50
    private static let beatMilliseconds = 1_000
    /// Heartbeats of which one tells all that waits again.
    private static let goodsBeatCount = 3
    /// The pause after a block that could not be made.
    private static let failureMilliseconds = 5_000

    private let node: SharedLearningNode
    private let miner: String?
    private let work: Background<Bool>
    private let isStopping = Mutex(false)

    /// **Throws:** ``Failure`` where the store is damaged or in use; `PlatformError`.
    init(
        folder: LearningFolder, store: String?, facts: ServedNodeFacts,
        validator: LearningSigner?, model: EmbeddedTextModel, tokenCountMax: Int
    ) throws {
        let system = LearningSystem(
            genesis: folder.genesis, data: folder.data, validators: validator.map { [$0] } ?? [],
            peers: SharedLearningNode.sources(of: facts.peers))
        node = SharedLearningNode(
            system, store: try store.map { try Self.opened($0, system.rules) }, facts: facts,
            chat: (model, tokenCountMax),
            caller: HTTPCaller(
                userAgent: ThisRun.userAgent,
                limits: HTTPCallLimits(
                    milliseconds: Self.callMilliseconds,
                    connectMilliseconds: Self.connectMilliseconds,
                    answerByteCountMax: Self.answerByteCountMax)))
        miner = facts.miner
        work = Background(false, waitingMax: 1)
    }

    private static func opened(_ path: String, _ rules: LearningRules) throws -> LearningStoreFile {
        do {
            let store = try LearningStoreFile(path: path, rules)
            if store.cutByteCount > 0 {
                StandardStreams.writeMessage(
                    "glyphlab: \(path): cut off \(store.cutByteCount) bytes of a line without an "
                        + "end, of which nobody was told\n")
            }
            return store
        } catch let refusal as Refusal {
            throw Failure(
                outcome: .badInput, message: "\(path): expected a whole store, got: \(refusal)")
        } catch PlatformError.locked {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a store that no other process uses, got one in use")
        }
    }

    /// The bytes of the longest message that a node of a network takes.
    static func messageByteCount(_ genesis: LearningGenesis) -> Int {
        max(
            LearningLimits.blockByteCountMax, genesis.model.openingByteCountMax
        ) + 64
    }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer {
        node.answer(request, from: origin.peerAddress, atMilliseconds: origin.milliseconds)
    }

    /// Begins to work unasked.
    func begin(blockSeconds: Int) {
        work.add { [self] _ in
            while !isStopping.withLock({ $0 }) { loop(blockSeconds * 1_000) }
        }
    }

    func stop() {
        isStopping.withLock { $0 = true }
        _ = work.finished()
    }

    /// Works until it is told to stop.
    private func loop(_ blockMilliseconds: Int) {
        var head: [UInt8] = []
        var (headAt, beatAt, beatCount) = (WallClock.milliseconds, 0, 0)
        while !isStopping.withLock({ $0 }) {
            let now = WallClock.milliseconds
            if abs(now - beatAt) >= Self.beatMilliseconds {
                node.beat(hasGoods: beatCount % Self.goodsBeatCount == 0)
                (beatAt, beatCount) = (now, (beatCount + 1) % Self.goodsBeatCount)
            }
            let last = node.read { $0.tree.head.hash }
            if last != head {
                if !head.isEmpty { headAt = now }
                head = last
            }
            if let miner, abs(now - headAt) >= blockMilliseconds {
                if case .failed(let reason) = node.mine(to: miner, timeSeconds: now / 1_000) {
                    StandardStreams.writeMessage("glyphlab: no block was made: \(reason)\n")
                    headAt = now + Self.failureMilliseconds - blockMilliseconds
                }
            }
            Pause.wait(milliseconds: Self.tickMilliseconds)
        }
    }
}
