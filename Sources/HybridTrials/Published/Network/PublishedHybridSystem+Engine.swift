internal import PublishedHybrid
internal import Scenarios
internal import Trials

/// The engine over HTTP: a line of the method, lines of fields, an empty line, the body.
extension PublishedHybridSystem {
    func call(_ bytes: [UInt8]) -> (refusals: [Guard], died: Bool) {
        guard var request = Self.request(bytes) else {
            return ([PublishedTrialGuards.message], false)
        }
        if !setup.guards.has(PublishedTrialGuards.method) {
            request = EngineRequest(contentType: request.contentType, body: request.body)
        }
        if !setup.guards.has(PublishedTrialGuards.contentType) {
            request = EngineRequest(method: request.method, body: request.body)
        }
        var turn = EngineTurn(body: request.body, seconds: now, answer: nil)
        switch engine.handle(request) {
        case .crash:
            turns.append(turn)
            return ([PublishedTrialGuards.crash], true)
        case .wait(let wait):
            waits.append(EnginePending(wait: wait, turn: turns.count, seconds: now))
            turns.append(turn)
            return ([], false)
        case .answer(let answer):
            turn.answer = answer
            turn.answeredSeconds = now
            turns.append(turn)
            trace(answer.body)
            let refusal = PublishedTrialGuards.engineRefusal(of: answer)
            return (refusal.flatMap { setup.guards.has($0) ? [$0] : nil } ?? [], false)
        }
    }

    private static func request(_ bytes: [UInt8]) -> EngineRequest? {
        var lines = bytes[...]
        var method: String?
        var contentType = ""
        while let end = lines.firstIndex(of: 10) {
            let line = String(decoding: lines[..<end], as: UTF8.self)
            lines = lines[(end + 1)...]
            if let method, line.isEmpty {
                return EngineRequest(
                    method: method, contentType: contentType, body: Array(lines))
            }
            if method == nil {
                method = line
            } else if line.hasPrefix("Content-Type: "), contentType.isEmpty {
                contentType = String(line.dropFirst("Content-Type: ".count))
            }
        }
        return nil
    }

    /// Lets waiting calls look at the records at each second up to this one.
    func look(until seconds: Int) {
        var left: [EnginePending] = []
        for var pending in waits {
            var isDone = false
            while !isDone, pending.looked < EngineWait.lastSecond,
                pending.seconds + pending.looked + 1 <= seconds
            {
                pending.looked += 1
                let time = pending.seconds + pending.looked
                let values = pending.wait.keys.map { records.record(for: $0, now: time)?.value }
                let progress = pending.wait.progress(at: pending.looked, values: values)
                guard progress != .waiting else { continue }
                turns[pending.turn].answer = engine.finish(
                    pending.wait, isAcknowledged: progress == .acknowledged)
                turns[pending.turn].answeredSeconds = time
                trace(turns[pending.turn].answer?.body ?? [])
                isDone = true
            }
            if !isDone { left.append(pending) }
        }
        waits = left
    }
}
