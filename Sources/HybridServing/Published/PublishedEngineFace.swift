internal import Platform
internal import PublishedHybrid
package import Routing
internal import Synchronization

/// The published engine as a server's router: it waits in real time, and others are answered
/// meanwhile.
///
/// **Bounds:** as published, a job stays for ever, about 200 bytes each; a listener bounds the
/// bodies and the calls that wait at a time.
package final class PublishedEngineFace: Sendable {
    private struct State {
        var engine = PublishedEngine()
        var records = ServedRecords()
    }

    private let time: EngineTime
    private let state = Mutex(State())

    package init(time: EngineTime = .ofMachine) {
        self.time = time
    }

    /// The answer to a request; nil where the handler dies, and the connection is to be closed with
    /// nothing answered.
    ///
    /// - Parameter contentType: the first field of that name, without blanks around.
    package func answer(_ request: WebRequest, contentType: String) -> WebAnswer? {
        let start = Stopwatch()
        let now = time.seconds()
        if let answer = state.withLock({ $0.records.answer(request, now: now) }) { return answer }
        let asked = EngineRequest(
            method: request.method, contentType: contentType, body: request.body)
        switch state.withLock({ $0.engine.handle(asked) }) {
        case .answer(let answer): return Self.web(answer)
        case .crash: return nil
        case .wait(let wait):
            let isAcknowledged = isAcknowledged(wait, since: start)
            return Self.web(
                state.withLock { $0.engine.finish(wait, isAcknowledged: isAcknowledged) })
        }
    }

    /// Looks the records up at each second; at the last one before the timeout, as nearly all runs
    /// of the published engine did.
    private func isAcknowledged(_ wait: EngineWait, since start: Stopwatch) -> Bool {
        for second in 1...EngineWait.lastSecond {
            time.wait(start, second)
            let now = time.seconds()
            let values = state.withLock { state in
                wait.keys.map { state.records.value(for: $0, now: now) }
            }
            switch wait.progress(at: second, values: values) {
            case .waiting: continue
            case .acknowledged: return true
            case .timeout: return false
            }
        }
        return false
    }

    private static func web(_ answer: EngineAnswer) -> WebAnswer {
        WebAnswer(status: answer.status, contentType: answer.contentType, body: answer.body)
    }
}
