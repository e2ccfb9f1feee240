import BigInt
import Cryptography
import Receipts
import TestSupport
import Testing
import ToyRuns
import Traces

@Suite("Spot checks") struct SpotCheckTests {
    private static func seed(_ number: Int) -> [UInt8] {
        Digests.sha256("spot check \(number)".utf8).bytes
    }

    // MARK: Drawing

    @Test("A seed draws the numbers that the page says, each once, all of them in the end")
    func draw() {
        let seed = Self.seed(1)
        let all = LeafDraw.numbers(seed: seed, count: 97, below: 97)
        #expect(all.sorted() == Array(0..<97))
        #expect(LeafDraw.numbers(seed: seed, count: 10, below: 97) == Array(all.prefix(10)))
        #expect(LeafDraw.numbers(seed: Self.seed(2), count: 97, below: 97) != all)
        // By the page: the first candidate is SHA-256 of domain, seed and the counter 0.
        let digest = Digests.sha256(
            Array("glyphlab spot-check 1\n".utf8) + seed + [UInt8](repeating: 0, count: 8))
        let first = digest.bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(all[0] == Int(first % 97))
    }

    // MARK: Chances

    @Test("The chance of a miss is the share of all draws that miss, counted one by one")
    func counted() {
        for all in 1...7 {
            for wrong in 0...all {
                for checked in 0...all {
                    let draws = (0..<1 << all).filter { $0.nonzeroBitCount == checked }
                    let missing = draws.filter { $0 & ((1 << wrong) - 1) == 0 }
                    let chance = MissProbability(all: all, wrong: wrong, checked: checked)
                    #expect(
                        chance.numerator * BigInt(draws.count)
                            == chance.denominator * BigInt(missing.count),
                        "\(wrong) and \(checked) of \(all)")
                }
            }
        }
    }

    @Test("Decimals are rounded up, and 1 in 3 and certainties are as they are")
    func decimals() {
        #expect(
            MissProbability(all: 3, wrong: 1, checked: 2).decimalText(decimalCount: 4) == "0.3334")
        #expect(
            MissProbability(all: 4, wrong: 1, checked: 1).decimalText(decimalCount: 2) == "0.75")
        #expect(
            MissProbability(all: 4, wrong: 4, checked: 1).decimalText(decimalCount: 3) == "0.000")
        #expect(MissProbability(all: 4, wrong: 0, checked: 4).decimalText(decimalCount: 0) == "1")
        #expect(
            MissProbability(all: 1_000_000, wrong: 500_000, checked: 200)
                .decimalText(decimalCount: 12) == "0.000000000001", "never told as nothing")
    }

    @Test("So many records find a fraud with 99 %, and one fewer does not")
    func needed() {
        for (all, wrong) in [(100, 1), (100, 10), (6300, 63), (6300, 630), (7, 7), (1, 1), (5, 2)] {
            let count = MissProbability.checkedCount(all: all, wrong: wrong, missPercentMax: 1)
            func isEnough(_ checked: Int) -> Bool {
                MissProbability(all: all, wrong: wrong, checked: checked).isAtMost(percent: 1)
            }
            #expect(isEnough(count) && !isEnough(count - 1), "\(wrong) of \(all): \(count)")
        }
        #expect(MissProbability.checkedCount(all: 100, wrong: 1, missPercentMax: 1) == 99)
    }

    // MARK: Checks

    /// A run of the toy with its receipt, and what an honest machine computes of it.
    private struct Subject {
        let run: RunStatement
        let trace: Trace
        let honest: Trace

        /// - Parameter faults: where the receipt's machine lied.
        init(faults: [ToyRun.Fault] = []) throws {
            honest = ToyRun(promptCount: 5).trace(.operations)
            var lied = ToyRun(promptCount: 5)
            lied.faults = faults
            trace = lied.trace(.operations)
            run = try Self.run(trace)
        }

        static func run(_ trace: Trace) throws -> RunStatement {
            try RunStatement(
                trace,
                list: PromptList(
                    source: .own(
                        trace.prompts.map {
                            PromptList.Text(salt: $0.salt, prompt: $0.prompt)
                        }), first: 0, totalCount: trace.prompts.count))
        }

        /// - Parameter inputs: of the prompts as they are read here; by default the honest ones.
        func check(_ count: Int, seed: [UInt8], inputs: [Digest]? = nil) throws -> SpotCheck {
            try SpotCheck(
                run, plan: RunPlan(of: honest), trace: trace,
                inputs: inputs ?? honest.prompts.map(\.inputDigest), count: count, seed: seed
            ) { prompt, places in
                SpotCheck.Computed(
                    digests: places.map { honest.prompts[prompt].records[$0].digest },
                    multiplyAddCount: places.count)
            }
        }
    }

    @Test("An honest receipt holds whatever is drawn, and each prompt is run once")
    func honest() throws {
        let subject = try Subject()
        let all = subject.trace.prompts.count * subject.trace.schedule.count
        for count in [1, 5, all] {
            let check = try subject.check(count, seed: Self.seed(count))
            #expect(check.holds && check.leaves.count == count)
            #expect(check.multiplyAddCount == count && check.recordCount == all)
        }
    }

    /// The records that are wrong of a run with faults.
    private static func wrongCount(_ subject: Subject) -> Int {
        zip(subject.trace.prompts, subject.honest.prompts).reduce(0) { sum, prompts in
            sum + zip(prompts.0.records, prompts.1.records).count { $0 != $1 }
        }
    }

    /// Their numbers, prompt by prompt.
    private static func wrongNumbers(_ subject: Subject) -> [Int] {
        let records = { (trace: Trace) in trace.prompts.flatMap(\.records) }
        return zip(records(subject.trace), records(subject.honest)).enumerated()
            .filter { $1.0 != $1.1 }.map(\.offset)
    }

    /// What README.md of the room says of draws, for bounds so small that no candidate is passed
    /// over: the chance is below 2^-50.
    private static func drawnByThePage(seed: [UInt8], count: Int, below bound: Int) -> Set<Int> {
        var drawn: Set<Int> = []  // never iterated
        var counter: UInt8 = 0
        while drawn.count < count {
            let message =
                Array("glyphlab spot-check 1\n".utf8) + seed + [counter]
                + [UInt8](repeating: 0, count: 7)
            let candidate = Digests.sha256(message).bytes.prefix(8).reversed()
                .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            drawn.insert(Int(candidate % UInt64(bound)))
            counter += 1
        }
        return drawn
    }

    @Test("A planted fraud is missed as often as the formula says, in checks of many seeds")
    func sampled() throws {
        // The last layer's output of one prompt: what comes behind the proof's rows.
        let subject = try Subject(faults: [
            ToyRun.Fault(prompt: 1, operation: "h.2.mlp.gelu"),
            ToyRun.Fault(prompt: 4, operation: "h.2.residual_mlp"),
        ])
        let wrong = Self.wrongCount(subject)
        let all = subject.trace.prompts.count * subject.trace.schedule.count
        #expect(wrong == 4 && all == 195)
        let (checkCount, drawnCount) = (Thoroughness.count(1_000, else: 200), 30)
        var missCount = 0
        for number in 0..<checkCount {
            let check = try subject.check(drawnCount, seed: Self.seed(number))
            #expect(check.wrong.allSatisfy { [1, 4].contains($0.prompt) }, "seed \(number)")
            if check.holds { missCount += 1 }
        }
        let chance = MissProbability(all: all, wrong: wrong, checked: drawnCount)
        let interval = BinomialInterval(
            trials: checkCount, chance: chance, missedPerThousand: 1)
        #expect(interval.contains(missCount), "\(missCount) of \(checkCount), \(interval)")
        // The seeds are fixed, and so is what they find: by the page's draws, made here once more.
        let wrongNumbers = Self.wrongNumbers(subject)
        let expected = (0..<checkCount).count { number in
            Self.drawnByThePage(seed: Self.seed(number), count: drawnCount, below: all)
                .isDisjoint(with: wrongNumbers)
        }
        #expect(missCount == expected)
    }

    @Test("A fraud of many records is found by few draws")
    func spread() throws {
        let subject = try Subject(faults: [ToyRun.Fault(prompt: 2, operation: "embed")])
        #expect(Self.wrongCount(subject) == subject.trace.schedule.count)
        let check = try subject.check(60, seed: Self.seed(0))
        #expect(!check.holds)
        #expect(check.wrong.allSatisfy { $0.prompt == 2 && $0.got != nil })
    }

    @Test("A lie about any prompt's tokens is found, though its records are not among those drawn")
    func otherInputs() throws {
        let subject = try Subject()
        for lied in 0..<5 {
            var inputs = subject.honest.prompts.map(\.inputDigest)
            inputs[lied] = Digests.sha256("other".utf8)
            for number in 0..<5 {
                let check = try subject.check(1, seed: Self.seed(number), inputs: inputs)
                #expect(check.wrong.isEmpty && !check.holds && check.otherInputs == [lied])
                #expect(check.promptCount == 5)
            }
        }
    }

    // MARK: Refusals

    private func refusal(_ run: RunStatement, _ trace: Trace, count: Int = 195) -> SpotCheckError? {
        do {
            _ = try SpotCheck(
                run, plan: RunPlan(of: Subject().honest), trace: trace,
                inputs: run.prompts.map(\.input), count: count, seed: Self.seed(3)
            ) { _, places in
                SpotCheck.Computed(digests: places.map { _ in nil }, multiplyAddCount: 0)
            }
            return nil
        } catch {
            return error as? SpotCheckError
        }
    }

    @Test("A schedule that is not the model's is refused, however well receipt and trace agree")
    func forgedSchedule() throws {
        let whole = try Subject().trace
        func forged(_ keep: (Int) -> Bool) throws -> SpotCheckError? {
            var trace = whole
            let places = whole.schedule.indices.filter(keep)
            trace.schedule = places.map { place in
                let operation = whole.schedule[place]
                return ScheduledOperation(
                    name: operation.name, inputs: [], dimensions: operation.dimensions,
                    elementType: operation.elementType)
            }
            for index in trace.prompts.indices {
                trace.prompts[index].records = places.map { whole.prompts[index].records[$0] }
            }
            return refusal(try Subject.run(trace), trace, count: 1)
        }
        let last = whole.schedule.count - 1
        for error in [try forged { $0 == 0 || $0 == last }, try forged { $0 > 0 }] {
            guard case .otherPlan("run digest", _, _)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(error?.isAboutReceipt == true)
        }
        var longer = whole
        longer.schedule.insert(
            ScheduledOperation(
                name: "padding", inputs: [], dimensions: [.fixed(1)], elementType: .int32), at: 1)
        for index in longer.prompts.indices {
            longer.prompts[index].records.insert(longer.prompts[index].records[0], at: 1)
        }
        guard case .otherPlan? = refusal(try Subject.run(longer), longer, count: 1) else {
            Issue.record("a longer schedule was taken")
            return
        }
        var weights = whole
        weights.model.tensors[0].integersDigest = Digests.sha256("others".utf8)
        guard
            case .otherPlan("digest of the integers", _, _)? = refusal(
                try Subject.run(weights), weights, count: 1)
        else {
            Issue.record("other weights were taken")
            return
        }
    }

    @Test("A trace of another run, level or number of prompts is refused")
    func otherTrace() throws {
        let subject = try Subject()
        func what(_ trace: Trace) -> String? {
            guard case .otherTrace(let what, _, _)? = refusal(subject.run, trace) else {
                return nil
            }
            return what
        }
        #expect(what(ToyRun(promptCount: 5).trace(.layers)) == "level")
        #expect(what(ToyRun(layerCount: 2, promptCount: 5).trace(.operations)) == "run digest")
        var other = ToyRun(promptCount: 5)
        other.otherParameters = ["wte"]
        #expect(["run digest", "digest of the integers"].contains(what(other.trace(.operations))))
        #expect(what(ToyRun(promptCount: 4).trace(.operations)) == "prompts")
    }

    @Test("A record that does not open to the receipt's root is refused")
    func opening() throws {
        let subject = try Subject()
        var trace = subject.trace
        trace.prompts[3].records[5] = .computed(Digests.sha256("swapped".utf8))
        // Every leaf of that prompt hangs on the same root, the proof's first of all.
        #expect(refusal(subject.run, trace) == .opening(prompt: 3, operation: "proof"))
    }

    @Test("A proof that is not the one of the records is the receipt's own fault")
    func otherProof() throws {
        let subject = try Subject()
        var run = subject.run
        run.prompts[2].proof = Digests.sha256("invented".utf8)
        let error = refusal(run, subject.trace)
        guard case .otherProof(2, _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isAboutReceipt == true)
    }

    @Test("More records than there are cannot be drawn")
    func count() throws {
        let subject = try Subject()
        for count in [0, 196] {
            #expect(
                refusal(subject.run, subject.trace, count: count)
                    == .count(recordCount: 195, got: count))
        }
    }
}
