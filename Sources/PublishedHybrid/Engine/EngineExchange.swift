/// A request with all that came of it, in stated time.
package struct EngineExchange: Sendable {
    /// Nil where the handler died.
    package let answer: EngineAnswer?
    /// The looks at the records; nil where the call had no need to wait.
    package let wait: Wait?

    package struct Wait: Sendable, Equatable {
        /// The keys that were looked up.
        package let keys: [RecordKey]
        package let lookCount: Int
        package let seconds: Int
    }
}

extension PublishedEngine {
    /// Answers a request, whatever it takes.
    ///
    /// - Parameters:
    ///   - looksAtLast: whether the look at second 30 comes before the timeout of that second.
    ///   - record: the value under a key at a second after the call; nil for none.
    package mutating func exchange(
        _ request: EngineRequest, looksAtLast: Bool,
        record: (_ key: RecordKey, _ second: Int) -> [UInt8]?
    ) -> EngineExchange {
        switch handle(request) {
        case .answer(let answer): return EngineExchange(answer: answer, wait: nil)
        case .crash: return EngineExchange(answer: nil, wait: nil)
        case .wait(let wait):
            var looks = 0
            for second in 1...EngineWait.lastSecond {
                let isTimeout = second == EngineWait.lastSecond && !looksAtLast
                let values = isTimeout ? [] : wait.keys.map { record($0, second) }
                if !isTimeout { looks += 1 }
                let progress = wait.progress(at: second, values: values)
                guard progress != .waiting else { continue }
                return EngineExchange(
                    answer: finish(wait, isAcknowledged: progress == .acknowledged),
                    wait: .init(keys: wait.keys, lookCount: looks, seconds: second))
            }
            // The last second ends every wait.
            return EngineExchange(
                answer: finish(wait, isAcknowledged: false),
                wait: .init(
                    keys: wait.keys, lookCount: looks, seconds: EngineWait.lastSecond))
        }
    }
}
