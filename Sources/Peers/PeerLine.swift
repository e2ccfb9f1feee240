package import Platform

/// The way to one other node, on a thread of its own: a slow or dead one holds up nobody.
///
/// **Bounds:** so many messages wait; further ones are dropped, since a heartbeat tells again what
/// matters.
package final class PeerLine: Sendable {
    /// The form of gossip between a system's nodes.
    package struct Form: Sendable {
        let path: String
        let messages: @Sendable (_ body: [UInt8]) -> [[UInt8]]

        /// - Parameters:
        ///   - path: where a node takes a message.
        ///   - messages: those in an answer's body; none of a body that has another form.
        package init(
            path: String, messages: @escaping @Sendable (_ body: [UInt8]) -> [[UInt8]]
        ) {
            self.path = path
            self.messages = messages
        }
    }

    private static let waitingMax = 256
    /// Messages of one exchange, answers to answers included.
    private static let exchangeCountMax = 512
    /// The time for which a peer that did not answer is not called.
    private static let pauseMilliseconds = 1_000

    private let url: @Sendable () -> String?
    private let form: Form
    private let caller: HTTPCaller
    private let messages: Background<Int>
    /// Heartbeats one at a time, so that those to a dead peer do not pile up.
    private let beats: Background<Int>

    /// - Parameter url: without a slash at its end; nil while nobody knows it.
    package init(
        url: @escaping @Sendable () -> String?, _ form: Form, caller: HTTPCaller
    ) {
        self.url = url
        self.form = form
        self.caller = caller
        messages = Background(0, waitingMax: Self.waitingMax)
        beats = Background(0, waitingMax: 1)
    }

    /// Sends a message, if there is room for it.
    ///
    /// - Parameter hear: hears an answer; the messages that answer it go to the peer.
    package func offer(_ message: [UInt8], hear: @escaping @Sendable ([UInt8]) -> [[UInt8]]) {
        messages.offer { [self] in exchange([message], hear, &$0) }
    }

    /// Sends a heartbeat, unless the last one is under way.
    ///
    /// - Parameter first: its messages, asked for when they are sent.
    package func beat(
        _ first: @escaping @Sendable () -> [[UInt8]],
        hear: @escaping @Sendable ([UInt8]) -> [[UInt8]]
    ) {
        beats.offer { [self] in exchange(first(), hear, &$0) }
    }

    private func exchange(
        _ first: [[UInt8]], _ hear: ([UInt8]) -> [[UInt8]], _ pausedUntil: inout Int
    ) {
        guard WallClock.milliseconds >= pausedUntil, let url = url() else { return }
        var waiting = first
        var place = 0
        while place < waiting.count, place < max(Self.exchangeCountMax, first.count) {
            let call = HTTPCall(.post, url + form.path, body: waiting[place])
            place += 1
            switch caller.result(of: call) {
            case .answered(200, let body):
                for answer in form.messages(body) { waiting += hear(answer) }
            case .answered: continue
            case .unreachable, .timedOut, .badAnswer:
                pausedUntil = WallClock.milliseconds + Self.pauseMilliseconds
                return
            }
        }
    }
}
