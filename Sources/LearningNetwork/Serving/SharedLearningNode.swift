internal import Encodings
internal import Peers
package import Platform
package import Routing
package import Trials

/// A node for many threads: it works on one request at a time; chats, mining and other nodes are
/// waited for beside it.
///
/// **Why @unchecked:** the node and its store are used by whoever has the turn.
package final class SharedLearningNode: @unchecked Sendable {
    /// The source of what the node makes itself.
    private static let ownSource = Source(0)

    private let turn = Turn()
    private let desk: LearningDesk
    private let store: LearningStoreFile?
    private let facts: ServedNodeFacts
    private let chat: ChatFace?
    private let lines: [PeerLine]
    private var relayed = RelayMemory()
    private static let form = PeerLine.Form(
        path: "/api/v1/gossip", messages: LearningMessage.messages(ofLines:))

    /// - Parameters:
    ///   - system: made with ``sources(of:)`` as its peers, and nothing taken yet.
    ///   - store: nil for a node that forgets all when it ends.
    ///   - chat: nil for a node without a model.
    package init(
        _ system: LearningSystem, store: LearningStoreFile?, facts: ServedNodeFacts,
        chat: (model: any ChatModel, tokenCountMax: Int)?, caller: HTTPCaller
    ) {
        desk = LearningDesk(system)
        self.store = store
        self.facts = facts
        self.chat = chat.map { ChatFace(model: $0.model, tokenCountMax: $0.tokenCountMax) }
        lines = facts.peers.map { url in
            PeerLine(url: { url }, Self.form, caller: caller)
        }
        if let store { system.begin(from: store.tree) }
    }

    /// Sources of peers at these URLs, as the node knows them.
    package static func sources(of peers: [String]) -> [Source] {
        PeerSources.peers(count: peers.count)
    }

    // MARK: Requests

    /// The answer to a request; it never fails.
    ///
    /// - Parameter peerAddress: of the machine that the request came from, whose waste is bounded.
    package func answer(
        _ request: WebRequest, from peerAddress: String, atMilliseconds milliseconds: Int
    ) -> WebAnswer {
        if let answer = chat?.answer(request, atMilliseconds: milliseconds) { return answer }
        let clock = LogicalClock(milliseconds: max(0, milliseconds))
        let source = PeerSources.request(from: peerAddress)
        return working { desk in
            if request.path == "/" {
                guard request.method == "POST" else { return .otherMethod }
                return LearningCalls(
                    desk: desk, client: facts.client, source: source, clock: clock
                ).answer(body: request.body)
            }
            return LearningPages(desk: desk, node: facts)
                .answer(request, from: source, at: clock) ?? .unknownPath
        } failing: { error in
            .refusing(LearningStatus.storage, "storage", "the store cannot be written: \(error)")
        }
    }

    /// Works with the turn, brings the chain to the disk, and lets peers know what is new.
    ///
    /// - Parameter failing: the result where the disk failed.
    private func working<Value>(
        _ body: (LearningDesk) -> Value, failing: (PlatformError) -> Value
    ) -> Value {
        let (value, outgoing) = turn.held { () -> (Value, [Reply.Message]) in
            let value = body(desk)
            let outgoing = desk.takeOutgoing()
            do throws(PlatformError) {
                try store?.follow(desk.system.tree)
            } catch {
                return (failing(error), [])
            }
            return (value, news(outgoing))
        }
        send(outgoing)
        return value
    }

    /// Messages that were not passed on before.
    private func news(_ messages: [Reply.Message]) -> [Reply.Message] {
        var fresh: [[UInt8]] = []
        for message in messages where !fresh.contains(message.bytes) {
            if relayed.note(message.bytes) { fresh.append(message.bytes) }
        }
        return messages.filter { fresh.contains($0.bytes) }
    }

    private func send(_ messages: [Reply.Message]) {
        for message in messages {
            let place = PeerSources.place(of: message.target)
            guard lines.indices.contains(place) else { continue }
            lines[place].offer(message.bytes) { [self] in hear($0, from: place) }
        }
    }

    /// Hears a peer's answer. **Result:** messages for it.
    private func hear(_ message: [UInt8], from place: Int) -> [[UInt8]] {
        let clock = LogicalClock(milliseconds: max(0, WallClock.milliseconds))
        return working { desk in
            (try? desk.hear(message, from: PeerSources.peer(place), at: clock)) ?? []
        } failing: { _ in
            []
        }
    }

    // MARK: Work unasked

    /// Exchanges heads with all peers, and catches up with those that are ahead.
    ///
    /// - Parameter hasGoods: whether all that waits is told again.
    package func beat(hasGoods: Bool) {
        let goods = hasGoods ? turn.held { desk.waitingMessages } : []
        for (place, line) in lines.enumerated() {
            line.beat {
                [self] in
                [turn.held { desk.tip }] + goods
            } hear: { [self] answer in
                let messages = hear(answer, from: place)
                // There may be more blocks behind those that came.
                let isMore = answer.starts(with: "blocks\n".utf8)
                return isMore ? messages + [turn.held { desk.tip }] : messages
            }
        }
    }

    /// The end of an attempt to make a block.
    package enum MiningEnd: Sendable {
        case made(index: Int)
        /// Another block came first, or no attempt had the work.
        case missed
        case failed(String)
    }

    /// Makes a block of all that waits, beside requests, and takes it.
    package func mine(to miner: String, timeSeconds: Int) -> MiningEnd {
        let (rules, tip, parts) = turn.held {
            let tip = desk.system.tree.headTip
            return (desk.system.rules, tip, desk.system.parts(on: tip))
        }
        let bytes: [UInt8]?
        do throws(Refusal) {
            bytes = try rules.sealed(parts, on: tip, to: miner, timeSeconds: timeSeconds)
        } catch {
            return .failed(error.description)
        }
        guard let bytes else { return .missed }
        return working { desk in
            guard desk.system.tree.head.index == tip.index else { return .missed }
            do throws(Refusal) {
                try desk.take(
                    .block, bytes, from: Self.ownSource, at: LogicalClock(milliseconds: 0))
                return .made(index: tip.index + 1)
            } catch {
                return .failed(error.description)
            }
        } failing: { error in
            .failed("the store cannot be written: \(error)")
        }
    }

    /// Reads the node's state, which changes before and after, but not meanwhile.
    package func read<Value>(_ body: (LearningSystem) -> Value) -> Value {
        turn.held { body(desk.system) }
    }
}
