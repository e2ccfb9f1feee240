import Cryptography
import HybridChain
import HybridServing
import Platform
import Routing
import Serving
import Synchronization
import Trials

/// A hardened node behind a listener, with its work unasked: slots, ticks and heartbeats.
final class HybridServer: Sendable {
    /// Bytes of a request's body: a block as hexadecimal with its deltas is the longest.
    static let messageByteCount = 6 << 20
    private static let answerByteCountMax = 16 << 20
    /// The time that a peer has for an answer.
    private static let callMilliseconds = 10_000
    private static let connectMilliseconds = 1_000
    private static let beatMilliseconds = 500
    private static let failureMilliseconds = 1_000

    private let node: SharedHybridNode
    private let isTraining: Bool
    private let work: Background<Bool>
    private let isStopping = Mutex(false)

    /// **Throws:** ``Failure`` where the store is damaged or in use; `PlatformError`.
    init(
        _ genesis: HybridGenesis, key: Ed25519PrivateKey?, store: String?, facts: HybridFacts,
        slotMilliseconds: Int, isTraining: Bool
    ) throws {
        let node = HybridNode(
            genesis: genesis, key: key,
            peers: SharedHybridNode.sources(count: facts.peers.count))
        let file = try store.map { try Self.opened($0, node) }
        self.node = SharedHybridNode(
            node, store: file, facts: facts,
            caller: HTTPCaller(
                userAgent: ThisRun.userAgent,
                limits: HTTPCallLimits(
                    milliseconds: Self.callMilliseconds,
                    connectMilliseconds: Self.connectMilliseconds,
                    answerByteCountMax: Self.answerByteCountMax)),
            slotMilliseconds: slotMilliseconds)
        self.isTraining = isTraining
        work = Background(false, waitingMax: 1)
    }

    private static func opened(_ path: String, _ node: HybridNode) throws -> HybridStoreFile {
        do {
            let store = try HybridStoreFile(path: path, node)
            if store.cutByteCount > 0 {
                StandardStreams.writeMessage(
                    "glyphlab: \(path): cut off \(store.cutByteCount) bytes of an entry without an "
                        + "end, of which nobody was told\n")
            }
            return store
        } catch let refusal as Refusal {
            throw Failure(
                outcome: .badInput, message: "\(path): \(refusal.message)")
        } catch PlatformError.locked {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a store that no other process uses, got one in use")
        }
    }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer? {
        node.answer(
            SharedHybridNode.Asked(
                request, peerAddress: origin.peerAddress, contentType: origin.contentType,
                authorization: origin.authorization))
    }

    /// Begins to work unasked.
    func begin() {
        work.add { [self] _ in loop() }
    }

    func stop() {
        isStopping.withLock { $0 = true }
        _ = work.finished()
    }

    /// Works until it is told to stop.
    private func loop() {
        var isSlashed = false
        let training: ((HybridNode) -> [Int32]?)? = isTraining ? { Self.trained($0) } : nil
        var beat = Stopwatch()
        node.beat()
        while !isStopping.withLock({ $0 }) {
            if beat.nanoseconds / 1_000_000 >= Self.beatMilliseconds {
                node.beat()
                beat = Stopwatch()
                if !isSlashed, node.read(Self.isSlashed) {
                    isSlashed = true
                    StandardStreams.writeMessage(
                        "glyphlab: the node's validator is slashed: it signs no more, and the node "
                            + "only listens\n")
                }
            }
            let pause: Int
            do throws(PlatformError) {
                pause = try node.pulse(training: training)
            } catch {
                StandardStreams.writeMessage(
                    "glyphlab: the store cannot be written: \(error)\n")
                pause = Self.failureMilliseconds
            }
            Pause.wait(milliseconds: pause)
        }
    }

    private static func isSlashed(_ node: HybridNode) -> Bool {
        node.validatorIndex.map(node.state.slashed.contains) ?? false
    }

    private static func trained(_ node: HybridNode) -> [Int32]? {
        HybridTrainer.factors(node.state.weights, node.rules.genesis.samples)
    }
}
