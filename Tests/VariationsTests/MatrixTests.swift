import Disputes
import Fingerprints
import Proving
import Tensors
import TestSupport
import Testing
import Traces
import Variations

/// The variations of one process, on the embedded model.
@Suite("Runs that may not move a bit") struct MatrixTests {
    static let here = Result {
        try SmallMatrix.list().filter { variation in
            if case .here = variation.work { true } else { false }
        }
    }

    @Test("The list names every variation once, and each kind but a planted one.")
    func names() throws {
        let all = try SmallMatrix.list()
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.kind)).count == Variation.Kind.allCases.count - 1)
    }

    @Test("A locale that is not known to be here is not exercised, and says why; C always is here.")
    func locales() throws {
        let lacks = "the C library here lacks the locale tr_TR.UTF-8"
        let unknown = "whether the C library here has the locale tr_TR.UTF-8 is unknown: no tool"
        let cases: [(InstalledLocales, tr: String?, areOthersHere: [Bool])] = [
            (.known(["C", "POSIX", "de_DE.utf8"]), lacks, [true, true]),
            (.known(["tr_TR.utf8"]), nil, [false, true]), (.known([]), lacks, [false, true]),
            (.unknown("no tool"), unknown, [false, true]),
        ]
        for (offered, expected, areOthersHere) in cases {
            let locales = try SmallMatrix.list(locales: offered).filter {
                $0.name.hasPrefix("locale-")
            }
            #expect(locales.map(\.name) == ["locale-tr", "locale-de", "locale-c"])
            let obstacles = locales.map { locale -> String? in
                if case .missing(let why) = locale.work { why } else { nil }
            }
            #expect(obstacles[0] == expected, "\(offered)")
            #expect(obstacles.dropFirst().map { $0 == nil } == areOthersHere, "\(offered)")
        }
    }

    @Test("Every variation of this process leaves the usual digests, and the golden's proofs.")
    func allAreEqual() throws {
        var matrix = try SmallMatrix.matrix.get()
        let variations = try Self.here.get()
        #expect(variations.count >= 24)
        #expect(matrix.matchesGolden == true)
        try matrix.run(variations)
        for outcome in matrix.outcomes {
            let variation = outcome.variation
            guard case .same(let evidence) = outcome.result else {
                Issue.record("\(variation.name): \(outcome.result)")
                continue
            }
            #expect(evidence.promptCount == variation.promptCount, "\(variation.name)")
            guard case .here(let work) = variation.work else { continue }
            let recordCount = variation.promptCount * matrix.usual.schedule.count
            if work.isUntraced {
                #expect(evidence.proofCount == variation.promptCount)
                #expect(evidence.recordCount == 0)
            } else {
                #expect(evidence.recordCount + evidence.leftOutCount == recordCount)
                #expect((evidence.leftOutCount == 0) == evidence.hasRoot)
                #expect(evidence.leftOutCount == 0 || work.expectedGap != nil)
                // From embed on nothing is left out, and a batch stops where its last prompt does.
                if ["snapshot-layer", "stop-early"].contains(variation.name) {
                    #expect(evidence.leftOutCount > 0, "\(variation.name)")
                }
            }
            let isWhole = evidence.proofCount == variation.promptCount
            #expect(evidence.matchesGolden == (isWhole ? true : nil), "\(variation.name)")
        }
    }

    @Test("A golden of other proofs is no golden of this run, and every variation says so.")
    func otherGolden() throws {
        let right = try SmallMatrix.golden.get()
        var proofs = right.proofHashes
        proofs.swapAt(0, 1)
        let golden = Golden(
            name: "other", model: right.model, integerWeightsHash: right.integerWeightsHash,
            ultimateHash: GoldenPrompts.ultimateHash(proofs), proofHashes: proofs)
        var matrix = try VariationMatrix(SmallMatrix.subject(golden: golden))
        #expect(matrix.matchesGolden == false)
        try matrix.run(Self.here.get().filter { ["batch-1", "untraced"].contains($0.name) })
        #expect(matrix.outcomes.count == 2)
        for outcome in matrix.outcomes {
            guard case .differs(let difference) = outcome.result else {
                Issue.record("\(outcome.result)")
                continue
            }
            #expect(difference == VariationDifference.otherThanGolden)
        }
    }

    @Test("A planted bit is named exactly: prompt, layer, operation, element and both integers.")
    func planted() throws {
        for number in 0..<Thoroughness.count(200, else: 8) {
            let seed = "\(number)"
            var matrix = try SmallMatrix.matrix.get()
            let (variation, bit) = try matrix.planted(seed: seed)
            try matrix.run([variation])
            guard case .differs(let difference) = matrix.outcomes[0].result else {
                Issue.record("seed \(seed): \(bit) was not seen: \(matrix.outcomes[0].result)")
                continue
            }
            #expect(bit.isNamed(by: difference), "seed \(seed): \(bit), \(difference)")
        }
    }

    @Test("Every order is a permutation, and prompts come back to their places.")
    func orders() throws {
        for count in [1, 2, 3, 7, 64] {
            let orders: [PromptOrder] = [
                .asAsked, .reversed, .interleaved, .drawn(seed: "\(count)"),
            ]
            for order in orders {
                #expect(order.places(count).sorted() == Array(0..<count), "\(order)")
            }
        }
        let subject = try SmallMatrix.subject()
        var work = WorkHere(threadCount: 1)
        work.order = .reversed
        let trace = try RunHere(prover: subject.prover, model: subject.model, work: work)
            .trace(.layers, subject.challenges)
        #expect(trace.prompts.map(\.prompt) == subject.challenges.map(\.prompt))
    }
}
