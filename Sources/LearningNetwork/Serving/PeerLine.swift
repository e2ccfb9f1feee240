internal import Platform

/// The way to one other node, on a thread of its own: a slow or dead one holds up nobody.
///
/// **Bounds:** so many messages wait; further ones are dropped, since a heartbeat tells them again.
final class PeerLine: Sendable {
    private static let waitingMax = 64
    /// Messages of one exchange, answers to answers included.
    private static let exchangeCountMax = 256
    /// The time for which a peer that did not answer is not called.
    private static let pauseMilliseconds = 2_000

    let url: String
    private let caller: HTTPCaller
    private let messages: Background<Int>
    /// Heartbeats one at a time, so that those to a dead peer do not pile up.
    private let beats: Background<Int>

    /// - Parameter url: without a slash at its end.
    init(url: String, caller: HTTPCaller) {
        self.url = url
        self.caller = caller
        messages = Background(0, waitingMax: Self.waitingMax)
        beats = Background(0, waitingMax: 1)
    }

    /// Sends a message, if there is room for it.
    ///
    /// - Parameter hear: hears an answer; the messages that answer it go to the peer.
    func offer(_ message: [UInt8], hear: @escaping @Sendable ([UInt8]) -> [[UInt8]]) {
        messages.offer { [self] pausedUntil in
            exchange([message], tip: nil, hear, &pausedUntil)
        }
    }

    /// Exchanges heads, catches up, and sends all of `goods`.
    ///
    /// - Parameter tip: the node's own head at the time of the call.
    func beat(
        _ goods: [[UInt8]], tip: @escaping @Sendable () -> [UInt8],
        hear: @escaping @Sendable ([UInt8]) -> [[UInt8]]
    ) {
        beats.offer { [self] pausedUntil in
            exchange([tip()] + goods, tip: tip, hear, &pausedUntil)
        }
    }

    private func exchange(
        _ first: [[UInt8]], tip: (@Sendable () -> [UInt8])?, _ hear: ([UInt8]) -> [[UInt8]],
        _ pausedUntil: inout Int
    ) {
        guard WallClock.milliseconds >= pausedUntil else { return }
        var waiting = first
        var place = 0
        while place < waiting.count, place < max(Self.exchangeCountMax, first.count) {
            let call = HTTPCall(.post, url + "/api/v1/gossip", body: waiting[place])
            place += 1
            switch caller.result(of: call) {
            case .answered(200, let body):
                let answers = LearningMessage.messages(ofLines: body)
                for answer in answers { waiting += hear(answer) }
                // There may be more blocks behind those that came.
                if let tip, answers.contains(where: { $0.starts(with: "blocks\n".utf8) }) {
                    waiting.append(tip())
                }
            case .answered: continue
            case .unreachable, .timedOut, .badAnswer:
                pausedUntil = WallClock.milliseconds + Self.pauseMilliseconds
                return
            }
        }
    }
}
