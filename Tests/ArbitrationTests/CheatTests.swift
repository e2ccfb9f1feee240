import Arbitration
import Cryptography
import Encodings
import TestSupport
import Testing
import Traces

/// A party whose answers are changed on their way out.
private final class Cheat: DisputeParty {
    private let inner: any DisputeParty
    private let change: (DisputeQuestion, DisputeAnswer) throws -> DisputeAnswer

    init(
        _ inner: any DisputeParty,
        _ change: @escaping (DisputeQuestion, DisputeAnswer) throws -> DisputeAnswer
    ) {
        self.inner = inner
        self.change = change
    }

    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer {
        try change(question, inner.answer(question))
    }
}

/// The tensors of a run in which the same prompts come over and over.
private final class RepeatedSource: TensorSource {
    private let inner: any TensorSource
    private let promptCount: Int

    init(_ inner: any TensorSource, _ promptCount: Int) {
        self.inner = inner
        self.promptCount = promptCount
    }

    func output(prompt: Int, place: Int) throws -> [Int64] {
        try inner.output(prompt: prompt % promptCount, place: place)
    }

    func parameter(_ name: String) throws -> TensorTree { try inner.parameter(name) }
}

@Suite("Cheats that a referee has to see through") struct CheatTests {
    private let subject: DisputeSubject
    private let place: Int

    init() throws {
        subject = try TinySubject.subject()
        place = try #require(
            subject.task.schedule.firstIndex { $0.name == "h.1.mlp.fc" })
    }

    /// A run that has a wrong value in one element of prompt 3.
    private func liar() -> TraceParty {
        subject.forged(prompt: 3) { $0.elements[place]?[300] += 1 }
    }

    /// The fault of a cheat on either side; nobody else has one.
    private func fault(
        _ cheat: any DisputeParty, on side: Side, at location: SourceLocation = #_sourceLocation
    ) throws -> DisputeFault? {
        var parties = Pair<any DisputeParty>(both: subject.honestParty())
        parties[side] = cheat
        let verdict = try DisputeGame(task: subject.task, parties: parties).verdict
        #expect(verdict.losers == [side], sourceLocation: location)
        return verdict.faults[side]
    }

    @Test("A party that goes on with the other's answers, at any question, changes its story.")
    func copies() throws {
        let honest = subject.honestParty()
        // One of the last questions is an opening, which may be anybody's: then the value loses.
        for first in 1..<12 {
            for side in Side.allCases {
                var count = 0
                let cheat = Cheat(liar()) { question, own in
                    defer { count += 1 }
                    return count < first ? own : try honest.answer(question)
                }
                let found = try fault(cheat, on: side)
                let names = ["changed_story", "wrong_value"]
                #expect(names.contains(found?.name ?? "none"), "from question \(first), \(side)")
            }
        }
    }

    @Test("Openings of another prompt, another operation or another parameter are none.")
    func otherPlaces() throws {
        let honest = subject.honestParty()
        func change(_ wanted: WantedElements) -> WantedElements {
            switch wanted.source {
            case .record: wanted
            case .parameter(let name):
                WantedElements(
                    .parameter(name.replacing("h.1.", with: "h.0.")), wanted.range)
            }
        }
        for side in Side.allCases {
            let other = Cheat(liar()) { question, own in
                guard case .open(_, let wanted) = question else { return own }
                return try honest.answer(.open(prompt: 1, wanted))
            }
            let parameter = Cheat(liar()) { question, own in
                guard case .open(let prompt, let wanted) = question else { return own }
                return try honest.answer(.open(prompt: prompt, wanted.map(change)))
            }
            for cheat in [other, parameter] {
                let found = try fault(cheat, on: side)
                let name = side == .left ? "wrong_opening" : "wrong_value"
                // The left party opens; the right one is not asked where the left one did.
                #expect(found?.name == name, "\(side)")
            }
        }
    }

    @Test("Two answers at once are none to either question.")
    func twoAnswers() throws {
        for first in 0..<6 {
            var count = 0
            let cheat = Cheat(subject.honestParty()) { _, own in
                defer { count += 1 }
                guard count == first, case .line(let line) = own else { return own }
                return .line(line + [UInt8(ascii: "\n")] + line)
            }
            let verdict = try DisputeGame(
                task: subject.task, parties: Pair(liar(), cheat)
            ).verdict
            #expect(verdict.losers == [.right], "\(first)")
            #expect(verdict.faults.right?.name == "malformed", "\(first)")
        }
    }

    @Test("Answers with more or fewer parts than were asked for, or beyond their type, are none.")
    func otherSizes() throws {
        var name = ""
        func changed(_ change: @escaping (inout [JSONMember]) -> Void) -> Cheat {
            Cheat(liar()) { question, own in
                guard question.name == name, case .line(let line) = own else { return own }
                let json = try JSONParser.parse(line, byteCountMax: 1 << 20)
                var members = try #require(json.objectValue)
                change(&members)
                return .line(Array(JSONValue.object(members).compactText.utf8))
            }
        }
        func list(_ change: @escaping ([JSONValue]) -> [JSONValue]) -> Cheat {
            changed { members in
                members = members.map { member in
                    member.value.arrayValue.map { JSONMember(member.key, .array(change($0))) }
                        ?? member
                }
            }
        }
        let cheats = [
            list { $0 + $0 }, list { $0 + $0.prefix(1) }, list { Array($0.dropLast()) },
            list { _ in [] }, list { $0.map { _ in .integer(-1) } },
            changed { $0.append(JSONMember("index", .integer(-1))) },
            changed { $0.append($0[0]) }, changed { $0.removeLast() },
        ]
        for question in ["root", "nodes", "prompt", "record", "tile", "open"] {
            name = question
            for (number, cheat) in cheats.enumerated() {
                let found = try fault(cheat, on: .left)
                // Some answers have no list to change.
                let names = ["malformed", "changed_story"] + (number < 5 ? ["wrong_value"] : [])
                #expect(names.contains(found?.name ?? "none"), "\(question), \(number)")
            }
        }
    }

    @Test("A party asked for places that are not there, below 0 or beyond all, has no answer.")
    func foreignPlaces() throws {
        let honest = subject.honestParty()
        for number in [-1, Int.min, Int.max, 1 << 40] {
            for question: DisputeQuestion in [
                .prompt(number), .record(prompt: number, place: 0),
                .record(prompt: 0, place: number), .tile(prompt: 0, place: 0, tile: number),
                .tile(prompt: number, place: 0, tile: 0),
                .nodes(.prompts, level: number, index: 0, levelCount: 1),
                .nodes(.prompts, level: 1, index: number, levelCount: 1),
                .nodes(.prompts, level: 1, index: 0, levelCount: number),
                .nodes(.tiles(prompt: 0, place: number), level: 0, index: 0, levelCount: 0),
                .sums(prompt: 0, place: 0, element: number, termCount: 1),
                .open(prompt: number, [WantedElements(.record(0), 0..<1)]),
                .open(prompt: 0, [WantedElements(.record(number), 0..<1)]),
            ] {
                #expect(try honest.answer(question) == .nothing, "\(question)")
            }
        }
        let far = Int.max - 1
        #expect(
            try honest.answer(.open(prompt: 0, [WantedElements(.record(0), far..<far + 1)]))
                == .nothing)
    }

    @Test("Parties that ran the same other weights, plan or prompts are judged by nobody.")
    func otherTask() throws {
        let trace = subject.trace
        func game(_ change: (inout Trace) -> Void) throws -> DisputeVerdict {
            var other = trace
            change(&other)
            let task = try DisputeTask(other)
            return try DisputeGame(
                task: task, parties: Pair(subject.honestParty(), liar())
            ).verdict
        }
        let weights = try game { $0.model.tensors[0].integersDigest = Digests.sha256("".utf8) }
        #expect(weights.kind == .otherTask && weights.losers.isEmpty)
        let prompts = try game { $0.prompts[3].salt += "x" }
        #expect(prompts.kind == .otherTask && prompts.losers.isEmpty)
        // A liar alone with other weights loses, and two with unlike ones do.
        let one = try DisputeTrial.liar(subject, .otherWeights, operation: "ln_1", seed: "one")
        let two = try DisputeTrial.liar(subject, .otherWeights, operation: "ln_1", seed: "two")
        let both = try DisputeGame(task: subject.task, parties: Pair(one, two)).verdict
        #expect(both.kind == .decided && both.losers == Side.allCases)
        let again = try DisputeTrial.liar(subject, .otherWeights, operation: "ln_1", seed: "one")
        #expect(try fault(again, on: .left) == .otherWeights)
    }

    /// As many prompts as asked for, the subject's over and over, each run as it was there.
    private func repeated(_ promptCount: Int) -> Trace {
        var trace = subject.trace
        let prompts = trace.prompts
        trace.prompts = (0..<promptCount).map { prompts[$0 % prompts.count] }
        return trace
    }

    /// A party that stands by a run of ``repeated(_:)`` prompts.
    ///
    /// - Parameter liesAbout: the prompt in which one element is wrong; nil of an honest run.
    private func party(_ promptCount: Int, liesAbout: Int? = nil) throws -> TraceParty {
        var trace = repeated(promptCount)
        if let liesAbout {
            trace.prompts[liesAbout].records = subject.forgedRecords(
                prompt: liesAbout % subject.trace.prompts.count
            ) { $0.elements[place]?[0] += 1 }
        }
        return TraceParty(
            task: try DisputeTask(trace), trace: trace,
            source: RepeatedSource(subject.source, subject.trace.prompts.count))
    }

    @Test("Two parties whose nodes contradict the nodes above them both lose, whatever the task.")
    func contradictions() throws {
        let task = try DisputeTask(repeated(8))
        let nodes = DisputeReply.nodes([Digests.sha256("a".utf8), Digests.sha256("b".utf8)])
        func invents(_ party: TraceParty) -> Cheat {
            Cheat(party) { question, own in
                if case .nodes(.prompts, level: 1, _, _) = question {
                    .line(nodes.line)
                } else {
                    own
                }
            }
        }
        let verdict = try DisputeGame(
            task: task,
            parties: Pair(invents(party(8)), invents(party(8, liesAbout: 5)))
        ).verdict
        #expect(verdict.kind == .decided && verdict.losers == Side.allCases)
        #expect(verdict.faults == Pair(both: .changedStory(in: "prompts")))
    }

    @Test("Nobody honest is blamed where both ran another number of prompts than the task has.")
    func otherPromptCounts() throws {
        let counts = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17]
        var unjudgedCount = 0
        for asked in counts {
            for count in counts where count != asked {
                for place in Set([0, count / 2, count - 1]).sorted() {
                    let verdict = try DisputeGame(
                        task: try DisputeTask(repeated(asked)),
                        parties: Pair(party(count), party(count, liesAbout: place))
                    ).verdict
                    // Trees of a shape may lead to a prompt that the task has in the same place.
                    #expect(
                        verdict.kind != .decided || verdict.losers == [.right],
                        "\(asked) asked, \(count) run, a lie in \(place): \(verdict.faults)")
                    if verdict.kind == .otherTask { unjudgedCount += 1 }
                }
            }
        }
        #expect(unjudgedCount > 50)
    }

    @Test("The task in a transcript's file gives the verdict again, and is refused cut short.")
    func taskInFile() throws {
        let game = try DisputeGame(
            task: subject.task, parties: Pair(liar(), subject.honestParty()))
        var transcript = game.transcript
        transcript.taskTrace = try game.task.trace.encoded()
        let read = try DisputeTranscript(json: Array(transcript.json.compactText.utf8))
        #expect(read == transcript)
        let task = try DisputeTask(Trace(decoding: try #require(read.taskTrace)))
        #expect(task.digest == subject.task.digest)
        #expect(try DisputeGame(task: task, replaying: read).verdict == game.verdict)
        let text = transcript.json.compactText.replacing(
            "\"task_trace\":\"", with: "\"task_trace\":\"x")
        #expect(throws: DisputeTranscriptError.self) {
            try DisputeTranscript(json: Array(text.utf8))
        }
    }

    @Test("Integers of a trace of values are opened where they make the digest, and else not.")
    func values() throws {
        let lie = liar()
        let digests = subject.forgedRecords(prompt: 3) { $0.elements[place]?[300] += 1 }
        var trace = subject.trace
        trace.prompts[3].records = digests
        var values = trace
        values.level = .values(operation: subject.task.schedule[place].name)
        let element = try #require(subject.elements(prompt: 3, place: place))
        values.prompts[3].values = element
        func verdict() throws -> (DisputeVerdict, [Bool]) {
            let source = ValuesSource(
                subject.task, trace: trace, values: [values], others: subject.source)
            let party = TraceParty(task: subject.task, trace: trace, source: source)
            let game = try DisputeGame(
                task: subject.task, parties: Pair(subject.honestParty(), party))
            return (game.verdict, source.areUsed)
        }
        var (found, areUsed) = try verdict()
        #expect(found.faults == Pair(nil, .unopenable) && areUsed == [false])
        values.prompts[3].values[300] += 1
        (found, areUsed) = try verdict()
        #expect(found.faults == Pair(nil, .wrongValue) && areUsed == [true])
        #expect(found.path.element == 300 && found.path.rightValue == element[300])
        #expect(lie.parts.root == trace.root)
    }
}
