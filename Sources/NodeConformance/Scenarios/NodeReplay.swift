internal import Conformance
internal import Fingerprints
internal import PublishedNode
internal import PythonValues
internal import Synchronization

/// A node of a record once more: its requests are answered as recorded, its server is sent what
/// it was sent, and each block that it won is handed to it.
///
/// The record does not tell when within a turn of the loop something from outside became visible.
/// It is shown to the node where it made the record's next line or request, not before.
final class NodeReplay: Sendable {
    private struct State {
        var sentCount = 0
        var decisionCount = 0
        var incomingCount = 0
        /// The time of the last event of the node that is done.
        var milliseconds = 0
        /// The time at which the block in hand was won.
        var wonMilliseconds: Int?
        var hasFailed = false
        var outcomes: [VectorOutcome] = []
        var lines: [[String]]
        /// The line of the server that a loop has started.
        var serverLines: [[String]]
    }

    /// A line that tells of a step of the loop that no request tells of.
    struct Decision {
        let number: Int
        let milliseconds: Int
        let line: String

        var isInbox: Bool { line.hasPrefix("[run] inbox:") }
        var isWin: Bool { line.hasPrefix("[mine]") }
    }

    typealias Sent = (number: Int, milliseconds: Int, message: ScenarioEvent.Message)

    let record: ScenarioRecord
    let history: NodeHistory
    let files: HeldFiles
    let proofs: any ProofSource
    private let decisions: [Decision]
    private let state: Mutex<State>

    init(
        _ record: ScenarioRecord, _ history: NodeHistory, files: HeldFiles,
        proofs: any ProofSource
    ) {
        self.record = record
        self.history = history
        self.files = files
        self.proofs = proofs
        decisions = (history.processes.first { $0.isRun }?.lines ?? []).map {
            Decision(number: $0.number, milliseconds: $0.milliseconds, line: $0.text)
        }.filter { $0.isInbox || $0.isWin }
        let none = [[String]](repeating: [], count: history.processes.count)
        state = Mutex(State(lines: none, serverLines: none))
    }

    private var folder: PublishedFolder { PublishedFolder(files: files) }
    private var hasFailed: Bool { state.withLock { $0.hasFailed } }

    // MARK: The whole

    func outcomes() -> [VectorOutcome] {
        deliver(before: .max)
        let (lines, serverLines, sentCount) = state.withLock {
            ($0.lines, $0.serverLines, $0.sentCount)
        }
        for (place, process) in history.processes.enumerated() {
            let told = LineForms.general(process.lines.map(\.text))
            add(
                "\(process.number) printed",
                expected: (told.filter { !Self.isListening($0) } + told.filter(Self.isListening))
                    .joined(separator: "\n"),
                got: (LineForms.general(lines[place]) + serverLines[place])
                    .joined(separator: "\n"))
        }
        add(
            "requests", expected: "\(history.sent.count) requests", got: "\(sentCount) requests")
        return state.withLock { $0.outcomes }
    }

    func add(_ index: String, expected: String, got: String) {
        let outcome = VectorOutcome(
            index: "\(history.node) \(index)", expected: expected, got: got)
        state.withLock { state in
            state.outcomes.append(outcome)
            if outcome.kind != .equal { state.hasFailed = true }
        }
    }

    private static func isListening(_ line: String) -> Bool {
        line.hasPrefix("[serve] node listening")
    }

    // MARK: From outside

    /// Lets come what came before a place of the record, or less, where that is enough.
    private func deliver(
        before number: Int, until isEnough: () -> Bool = { false }
    ) {
        while !hasFailed, !isEnough() {
            let next = state.withLock { state -> (number: Int, what: NodeHistory.Incoming)? in
                guard state.incomingCount < history.incoming.count,
                    history.incoming[state.incomingCount].number < number
                else { return nil }
                state.incomingCount += 1
                return history.incoming[state.incomingCount - 1]
            }
            guard let next else { return }
            switch next.what {
            case .message(let message): answer(message, next.number)
            case .process(let place): execute(place)
            }
        }
    }

    private func answer(_ message: ScenarioEvent.Message, _ number: Int) {
        let reader = WireReader(
            server: PublishedServer(folder: folder), gate: BodyGate(), clockSeconds: { 0 })
        var step = reader.take(message.request)
        if step == .needsMore { step = reader.end() }
        let got =
            if case .answer(let bytes) = step { ScenarioAnswer.text(bytes) } else { "nothing" }
        add("\(number) answer", expected: ScenarioAnswer.text(message.response ?? []), got: got)
    }

    // MARK: Processes

    private func execute(_ place: Int) {
        let process = history.processes[place]
        state.withLock { $0.milliseconds = max($0.milliseconds, process.milliseconds) }
        var variables: [String: String] = [:]  // looked up, never iterated
        for variable in process.variables { variables[variable.name] = variable.text }
        let told = process.exitCode.map { "exit \($0)" } ?? "goes on"
        var got: String
        do throws(PythonError) {
            let environment = try NodeEnvironment(variables: variables, defaultSeeds: [])
            got = ending(of: process, place, environment)
        } catch {
            got = "\(error)"
        }
        add("\(process.number) ended", expected: told, got: got)
    }

    private func ending(
        of process: NodeHistory.Process, _ place: Int, _ environment: NodeEnvironment
    ) -> String {
        let program = PublishedProgram(
            surroundings(of: place), environment: environment,
            startServer: { port in
                let line = PublishedProgram.listeningLine(port: Int(port))
                self.state.withLock { $0.serverLines[place].append(line) }
                return 0
            })
        switch program.execute(process.command) {
        case .exit(let code): return "exit \(code)"
        case .raised(let fault): return "raised \(fault)"
        case .serves(let port):
            let line = PublishedProgram.listeningLine(port: port)
            state.withLock { $0.lines[place].append(line) }
            return "goes on"
        case .runs(let run): return loop(run)
        }
    }

    private func surroundings(of place: Int) -> NodeSurroundings {
        NodeSurroundings(
            folder: folder, clock: AskedClock { self.time() },
            chance: SeededChance(seed: "vectors", actor: history.node),
            miner: ReplayMiner { draft, attemptCountMax in
                self.slice(draft, attemptCountMax, place)
            }, proofs: proofs,
            transport: ReplayTransport(isListening: true) { host, port, request in
                self.exchange(host, port, request)
            }, printLine: { self.take($0, place) })
    }

    /// Turns until all that the record tells is done.
    private func loop(_ started: PublishedRun) -> String {
        var run = started
        // Two turns in which nothing of the record is done are one too many.
        var idleCount = 0
        while !hasFailed {
            let (sent, decision) = next()
            if sent == nil, decision == nil { break }
            if let decision, isNext(inbox: decision, sent) {
                deliver(before: decision.number) { isJudged(decision) }
            }
            let before = doneCount
            do {
                _ = try run.step()
            } catch {
                return "raised \(error)"
            }
            idleCount = doneCount == before ? idleCount + 1 : 0
            guard idleCount < 2 else {
                return "waits for \(decision?.number ?? 0) or \(sent?.number ?? 0)"
            }
        }
        return "goes on"
    }

    private var doneCount: Int { state.withLock { $0.sentCount + $0.decisionCount } }

    /// The next request and the next line of the loop that the record tells.
    private func next() -> (sent: Sent?, decision: Decision?) {
        let (sentCount, decisionCount) = state.withLock { ($0.sentCount, $0.decisionCount) }
        return (
            sentCount < history.sent.count ? history.sent[sentCount] : nil,
            decisionCount < decisions.count ? decisions[decisionCount] : nil
        )
    }

    /// Whether a line is one of the inbox and comes before the next request. A push comes after a
    /// win alone.
    private func isNext(inbox decision: Decision, _ sent: Sent?) -> Bool {
        guard decision.isInbox else { return false }
        return sent.map { decision.number < $0.number || $0.message.isPush } ?? true
    }

    /// Whether a line tells the verdict on the chain that lies in the inbox: a better one may have
    /// come while this one was verified.
    private func isJudged(_ decision: Decision) -> Bool {
        guard let told = LineForms.verifiedCount(decision.line),
            let remote = try? folder.inbox()?.elements(),
            let local = try? folder.chain().elements()
        else { return false }
        let common = zip(remote, local).prefix { $0.equals($1) }.count
        return told == remote.count - common
    }

    // MARK: The inputs of a process

    /// The time of the last event, or of the next one where it is a look at the inbox or at peers.
    private func time() -> Int {
        let (last, won) = state.withLock { ($0.milliseconds, $0.wonMilliseconds) }
        if let won { return won }
        let (sent, decision) = next()
        if let decision, isNext(inbox: decision, sent) { return decision.milliseconds }
        if let sent, !sent.message.isPush, sent.number < decision?.number ?? .max {
            return sent.milliseconds
        }
        return last
    }

    private func take(_ line: String, _ place: Int) {
        let isRun = history.processes[place].isRun
        let count = state.withLock { $0.lines[place].count }
        let told = history.processes[place].lines.filter { !Self.isListening($0.text) }
        if isRun, count < told.count { deliver(before: told[count].number) }
        state.withLock { state in
            state.lines[place].append(line)
            let decision = Decision(number: 0, milliseconds: 0, line: line)
            guard isRun, decision.isInbox || decision.isWin,
                state.decisionCount < decisions.count
            else { return }
            state.milliseconds = decisions[state.decisionCount].milliseconds
            state.wonMilliseconds = nil
            state.decisionCount += 1
        }
    }

    private func exchange(_ host: String, _ port: Int, _ request: [UInt8]) -> [UInt8] {
        let got = "to \(port)\n" + String(decoding: request, as: UTF8.self)
        guard let sent = next().sent else {
            add("after the record", expected: "no request", got: got)
            return []
        }
        // A node that asks itself is its own server, too.
        let isOwn = sent.message.to == history.node
        deliver(before: isOwn ? sent.number + 1 : sent.number)
        state.withLock { state in
            state.sentCount += 1
            state.milliseconds = sent.milliseconds
        }
        add(
            "\(sent.number) request",
            expected: "to \(record.port(of: sent.message.to))\n"
                + String(decoding: sent.message.request, as: UTF8.self), got: got)
        return sent.message.response ?? []
    }

    private func slice(
        _ draft: BlockDraft, _ attemptCountMax: Int, _ place: Int
    ) -> MiningSlice {
        let none = MiningSlice(win: nil, attemptCount: attemptCountMax)
        do {
            let recorded =
                history.processes[place].isRun ? winOfLoop() : try winOfCommand(place)
            guard let recorded else { return none }
            state.withLock { $0.wonMilliseconds = recorded.seconds * 1000 }
            return recorded.slice(for: draft, proofs: proofs)
        } catch {
            add("a win", expected: "no error", got: "\(error)")
            return none
        }
    }

    /// The block that the next push ends in, where a win is next.
    private func winOfLoop() -> RecordedWin? {
        let (sent, decision) = next()
        guard let decision, decision.isWin, let sent, sent.message.isPush,
            let block = sent.message.chain?.last
        else { return nil }
        deliver(before: min(decision.number, sent.number))
        return RecordedWin(block: block, line: decision.line)
    }

    /// The block of the record that stands on the tip, where a command mines.
    private func winOfCommand(_ place: Int) throws -> RecordedWin? {
        let count = state.withLock { state in
            state.lines[place].filter { LineForms.attemptCount($0) != nil }.count
        }
        let lines = history.processes[place].lines.map(\.text)
            .filter { LineForms.attemptCount($0) != nil }
        guard count < lines.count else { return nil }
        let tip = try ChainFacts.tip(of: folder.chain())
        return try record.blocks(on: tip).first.flatMap {
            RecordedWin(block: $0, line: lines[count])
        }
    }
}
