internal import HybridChain
internal import Platform

/// The way to one other node, on a thread of its own: a slow or dead one holds up nobody.
///
/// **Bounds:** so many messages wait; further ones are dropped, since a heartbeat tells again what
/// matters.
final class HybridPeerLine: Sendable {
    private static let waitingMax = 256
    /// Messages of one exchange, answers to answers included.
    private static let exchangeCountMax = 512
    /// The time for which a peer that did not answer is not called.
    private static let pauseMilliseconds = 1_000

    private let url: @Sendable () -> String?
    private let caller: HTTPCaller
    private let messages: Background<Int>
    /// Heartbeats one at a time, so that those to a dead peer do not pile up.
    private let beats: Background<Int>

    /// - Parameter url: without a slash at its end; nil while nobody knows it.
    init(url: @escaping @Sendable () -> String?, caller: HTTPCaller) {
        self.url = url
        self.caller = caller
        messages = Background(0, waitingMax: Self.waitingMax)
        beats = Background(0, waitingMax: 1)
    }

    /// Sends a message, if there is room for it.
    ///
    /// - Parameter hear: hears an answer; the messages that answer it go to the peer.
    func offer(_ message: [UInt8], hear: @escaping @Sendable ([UInt8]) -> [[UInt8]]) {
        messages.offer { [self] in exchange([message], hear, &$0) }
    }

    /// Sends a heartbeat, unless the last one is under way.
    func beat(
        _ first: @escaping @Sendable () -> [[UInt8]],
        hear: @escaping @Sendable ([UInt8]) -> [[UInt8]]
    ) {
        beats.offer { [self] in exchange(first(), hear, &$0) }
    }

    private func exchange(
        _ first: [[UInt8]], _ hear: ([UInt8]) -> [[UInt8]], _ pausedUntil: inout Int
    ) {
        guard Self.now >= pausedUntil, let url = url() else { return }
        var waiting = first
        var place = 0
        while place < waiting.count, place < max(Self.exchangeCountMax, first.count) {
            let call = HTTPCall(.post, url + "/gossip", body: waiting[place])
            place += 1
            switch caller.result(of: call) {
            case .answered(200, let body):
                for answer in HybridFrames.messages(body) ?? [] { waiting += hear(answer) }
            case .answered: continue
            case .unreachable, .timedOut, .badAnswer:
                pausedUntil = Self.now + Self.pauseMilliseconds
                return
            }
        }
    }

    private static var now: Int { WallClock.milliseconds }
}
