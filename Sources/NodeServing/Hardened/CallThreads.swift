internal import Foundation
internal import HardenedNode
internal import Platform
internal import Routing
internal import Synchronization

/// Threads that make a hardened node's calls, a few at a time.
///
/// **Bounds:** ``countMax`` calls are under way; those that wait are as many as the node asks for.
final class CallThreads: Sendable {
    private struct State {
        var waiting: [NodeCall] = []
        var threadCount = 0
    }

    private static let countMax = 8
    private static let connectMilliseconds = 3_000

    private let userAgent: String
    private let state = Mutex(State())
    /// Callers by the bounds of their calls: as many as there are kinds of calls.
    private let callers = Mutex<[(limits: HTTPCallLimits, caller: HTTPCaller)]>([])
    private let hear: @Sendable (NodeCallAnswer, NodeCall) -> Void

    init(userAgent: String, hear: @escaping @Sendable (NodeCallAnswer, NodeCall) -> Void) {
        self.userAgent = userAgent
        self.hear = hear
    }

    func make(_ calls: [NodeCall]) {
        let newCount = state.withLock { state in
            state.waiting += calls
            let count = min(state.waiting.count, Self.countMax) - state.threadCount
            state.threadCount += max(0, count)
            return max(0, count)
        }
        for _ in 0..<newCount { Thread.detachNewThread { [self] in run() } }
    }

    private func run() {
        while let call = next() { hear(answer(to: call), call) }
    }

    private func next() -> NodeCall? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.threadCount -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    private func answer(to call: NodeCall) -> NodeCallAnswer {
        let request = call.request
        let query = request.query.isEmpty ? "" : "?" + request.query
        let url = "http://\(call.peer)\(request.path)\(query)"
        let method: HTTPCall.Method = request.method == "POST" ? .post : .get
        switch caller(for: call).result(of: HTTPCall(method, url, body: request.body)) {
        case .answered(let status, let body): return .answered(status: status, body: body)
        case .unreachable, .timedOut, .badAnswer: return .failed
        }
    }

    private func caller(for call: NodeCall) -> HTTPCaller {
        let milliseconds = max(1, call.milliseconds)
        let limits = HTTPCallLimits(
            milliseconds: milliseconds,
            connectMilliseconds: min(milliseconds, Self.connectMilliseconds),
            answerByteCountMax: max(1, call.answerByteCountMax))
        return callers.withLock { callers in
            if let known = callers.first(where: { $0.limits == limits }) { return known.caller }
            let caller = HTTPCaller(userAgent: userAgent, limits: limits)
            callers.append((limits, caller))
            return caller
        }
    }
}
