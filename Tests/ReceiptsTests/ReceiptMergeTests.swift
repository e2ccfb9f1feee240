import Cryptography
import Encodings
import Fingerprints
import Receipts
import TestSupport
import Testing
import Traces

@Suite("Receipts of shards put together")
struct ReceiptMergeTests {
    private static let whole = SampleReceipt(promptCount: 100, totalCount: 100)

    /// A shard of the whole, by a machine of its own.
    private static func shard(
        _ number: Int, of count: Int = 8, _ change: (inout SampleReceipt) -> Void = { _ in }
    ) throws -> RunReceipt {
        let range = try #require(PromptShard(number: number, count: count)).range(promptCount: 100)
        return try part(range, change)
    }

    private static func part(
        _ range: Range<Int>, _ change: (inout SampleReceipt) -> Void = { _ in }
    ) throws -> RunReceipt {
        var sample = whole
        sample.first = range.lowerBound
        sample.promptCount = range.count
        sample.machine = "node-\(range.lowerBound % 3)"
        change(&sample)
        return try sample.receipt()
    }

    private static func name(_ receipt: RunReceipt) -> String {
        "from-\(receipt.run.range.lowerBound)"
    }

    private static func merged(
        _ parts: [RunReceipt]
    ) throws(MergeError) -> ReceiptBody {
        var merge = ReceiptMerge()
        for part in parts { try merge.add(part, name: name(part)) }
        return try merge.body()
    }

    @Test("give the run of a single machine, in whatever order they come")
    func order() throws {
        let parts = try (1...8).map { try Self.shard($0) }
        let body = try Self.merged(parts)
        #expect(body.run == Self.whole.run)
        #expect(body.run.json.compactText == Self.whole.run.json.compactText)
        #expect(body.run.traceRoot == Self.whole.run.traceRoot)
        #expect(body.run.ultimateHash == Self.whole.run.ultimateHash)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<20 {
            #expect(try Self.merged(parts.shuffled(using: &generator)) == body, "seed 4")
        }
    }

    @Test("name every part, its hash, its signer and its machine, in a receipt that reads back")
    func origin() throws {
        let parts = try (1...8).map { number in
            try Self.shard(number) { $0.seed = UInt8(number) }
        }
        let body = try Self.merged(parts.reversed())
        #expect(body.origin.parts.map(\.range) == parts.map(\.run.range))
        #expect(body.origin.parts.map(\.receiptHash) == parts.map(\.receiptHash))
        #expect(body.origin.parts.map(\.publicKey) == parts.map(\.publicKey))
        for (part, named) in zip(parts, body.origin.parts) {
            #expect(body.origin.makers[named.maker] == part.origin.makers[0])
        }
        #expect(body.origin.makers.count == 3)
        let receipt = try RunReceipt(signing: body, by: Self.whole.key)
        #expect(try RunReceipt(decoding: receipt.encoded) == receipt)
    }

    @Test("with any one lost, it is named and nothing comes out", arguments: 1...8)
    func lost(_ number: Int) throws {
        let parts = try (1...8).filter { $0 != number }.map { try Self.shard($0) }
        let shard = try #require(PromptShard(number: number, count: 8))
        let error = #expect(throws: MergeError.self) { try Self.merged(parts) }
        guard case .missing(let missing) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let range = shard.range(promptCount: 100)
        #expect(missing.ranges == [range])
        #expect(missing.shards == [shard])
        #expect(missing.promptCount == 100 && missing.missingCount == range.count)
        #expect("\(MergeError.missing(missing))".contains("which is shard \(number)/8"))
    }

    @Test("with neighbours lost, one range and both shards are named")
    func neighbours() throws {
        let parts = try [1, 4, 5, 6, 8].map { try Self.shard($0) }
        let error = #expect(throws: MergeError.self) { try Self.merged(parts) }
        guard case .missing(let missing) = error else { return }
        #expect(missing.ranges == [12..<37, 75..<87])
        #expect(missing.shards?.map(\.number) == [2, 3, 7])
    }

    @Test("where the cut cannot be told, only the range is named")
    func otherCut() throws {
        let error = #expect(throws: MergeError.self) {
            try Self.merged([Self.part(0..<20), Self.part(31..<100)])
        }
        guard case .missing(let missing) = error else { return }
        #expect(missing.ranges == [20..<31])
        #expect(missing.shards == nil)
    }

    @Test("the missing shard of every cut of 40 prompts is named, unless another cut fits too")
    func everyCut() throws {
        let cuts = (1...40).map { PromptShard.all($0).map { $0.range(promptCount: 40) } }
        for count in 2...40 {
            for lost in PromptShard.all(count) {
                let present = PromptShard.all(count).filter { $0 != lost }
                    .map { $0.range(promptCount: 40) }
                let missing = MissingParts(
                    [lost.range(promptCount: 40)], present: present, total: 40)
                let fitting = cuts.count { cut in present.allSatisfy(cut.contains) }
                #expect(missing.shards == (fitting == 1 ? [lost] : nil), "\(lost)")
            }
        }
    }

    @Test("Each second of 8,000 shards lost: they are told one by one, as shards")
    func manyLost() throws {
        let total = 8_000
        let shards = PromptShard.all(total)
        func ranges(_ shards: [PromptShard]) -> [Range<Int>] {
            shards.map { $0.range(promptCount: total) }
        }
        let odd = shards.filter { !$0.number.isMultiple(of: 2) }
        let even = shards.filter { $0.number.isMultiple(of: 2) }
        let parts = MissingParts(ranges(odd), present: ranges(even), total: total)
        #expect(parts.shards == odd)
    }

    @Test("Makers whose texts Swift takes for equal stay two, as their bytes are")
    func canonicalEquivalence() throws {
        let (one, two) = ("m\u{fc}hle", "mu\u{308}hle")
        #expect(one == two)
        var (first, second) = (Self.whole.maker, Self.whole.maker)
        (first.model, second.model) = (one, two)
        #expect(first != second)
        let body = try Self.merged([
            Self.part(0..<50) { $0.model = one }, Self.part(50..<100) { $0.model = two },
        ])
        #expect(
            body.origin.makers.map(\.model).map { Array($0.utf8) }
                == [one, two].map { Array($0.utf8) })
    }

    @Test("that overlap are refused, both by name")
    func overlap() throws {
        let parts = try (1...8).map { try Self.shard($0) }
        let wide = try Self.part(24..<38)
        let error = #expect(throws: MergeError.self) { try Self.merged(parts + [wide]) }
        guard
            case .overlap(let first, let one, let second, let other, isSame: false, isOwn: false)? =
                error
        else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((first, one, second, other) == ("from-12", 12..<25, "from-24", 24..<38))
        let same = #expect(throws: MergeError.self) { try Self.merged(parts + [parts[2]]) }
        guard case .overlap(_, _, _, _, isSame: true, isOwn: false)? = same else {
            Issue.record("\(String(describing: same))")
            return
        }
        // One that reaches over its neighbour.
        #expect(throws: MergeError.self) {
            try Self.merged([Self.part(0..<100), parts[1], parts[6]])
        }
    }

    @Test("of another run are refused with what differs, and both names")
    func otherRuns() throws {
        let first = try Self.shard(1)
        let others: [(String, RunReceipt)] = [
            ("weights", try Self.shard(2) { $0.weights = "other" }),
            ("level", try Self.shard(2) { $0.level = .layers }),
            ("number of prompts in the list", try Self.shard(2) { $0.totalCount = 101 }),
            (
                "list of prompts",
                try Self.shard(2) { sample in
                    sample.own = (0..<sample.promptCount).map {
                        PromptList.Text(salt: "s", prompt: "\($0)")
                    }
                }
            ),
            ("architecture", try Self.changed { $0.run.architecture.headCount = 4 }),
            ("digest of the integers", try Self.changed { $0.run.integersDigest = Self.other }),
            ("digest of the run", try Self.changed { $0.run.runDigest = Self.other }),
            ("tokenizer", try Self.changed { $0.origin.makers[0].tokenizerDigest = Self.other }),
            (
                "tokenizer's Unicode version",
                try Self.changed { $0.origin.makers[0].unicodeVersion = "15.1.0" }
            ),
        ]
        for (expected, other) in others {
            var merge = ReceiptMerge()
            try merge.add(first, name: "a.json")
            let error = #expect(throws: MergeError.self) { try merge.add(other, name: "b.json") }
            guard case .otherRun(expected, name: "b.json", _, first: "a.json", _)? = error else {
                Issue.record("\(expected): \(String(describing: error))")
                continue
            }
            #expect("\(MergeError.nothing)" != "\(String(describing: error))")
            // What was refused is no part.
            #expect(merge.partCount == 1)
        }
        let unknown = try Self.changed { $0.origin.makers[0].tokenizerDigest = nil }
        var merge = ReceiptMerge()
        #expect(throws: MergeError.noTokenizer(name: "b.json")) {
            try merge.add(unknown, name: "b.json")
        }
    }

    private static let other = SampleReceipt.digest("other")

    /// The second shard, changed behind the sample's back and signed again.
    private static func changed(_ change: (inout ReceiptBody) -> Void) throws -> RunReceipt {
        var body = try shard(2).body
        change(&body)
        return try RunReceipt(signing: body, by: whole.key)
    }

    @Test("that were put together already are refused, and so is nothing")
    func mergedParts() throws {
        let half = try Self.merged((1...8).map { try Self.shard($0) })
        let signed = try RunReceipt(signing: half, by: Self.whole.key)
        #expect(throws: MergeError.merged(name: "from-0")) { try Self.merged([signed]) }
        #expect(throws: MergeError.nothing) { try Self.merged([]) }
    }

    @Test("a single receipt of everything is its own merge")
    func single() throws {
        let body = try Self.merged([Self.part(0..<100)])
        #expect(body.run == Self.whole.run)
        #expect(body.origin.parts.count == 1)
    }

    @Test("lists of one's own are joined text by text")
    func ownLists() throws {
        let texts = (0..<10).map { PromptList.Text(salt: "s\($0)", prompt: "p\($0)") }
        func part(_ range: Range<Int>) throws -> RunReceipt {
            try SampleReceipt(
                promptCount: range.count, first: range.lowerBound, totalCount: 10,
                own: Array(texts[range])
            ).receipt()
        }
        let body = try Self.merged([part(7..<10), part(0..<3), part(3..<7)])
        #expect(body.run.list.source == .own(texts))
        let overlap = #expect(throws: MergeError.self) {
            try Self.merged([part(0..<3), part(2..<10)])
        }
        #expect(
            overlap?.description
                == "from-2: expected places of the own list that no other part has, got places 2 "
                + "to 9, and places 0 to 2 are in from-0")
        let same = #expect(throws: MergeError.self) {
            try Self.merged([part(0..<1), part(0..<1)])
        }
        #expect(same?.description.contains("and place 0 is in from-0, which") == true)
        #expect(body.run == SampleReceipt(promptCount: 10, totalCount: 10, own: texts).run)
    }
}
