import Arbitration
import Architectures
import Cryptography
import Encodings
import Inference
import Tensors
import TestSupport
import Testing
import Traces

@Suite("Messages and transcripts of disputes") struct DisputeMessageTests {
    private static let questions: [DisputeQuestion] = [
        .root, .nodes(.prompts, level: 3, index: 1, levelCount: 2),
        .nodes(.records(prompt: 4), level: 8, index: 0, levelCount: 2),
        .nodes(.tiles(prompt: 4, place: 9), level: 1, index: 0, levelCount: 1), .prompt(7),
        .record(prompt: 1, place: 2), .tile(prompt: 1, place: 2, tile: 3),
        .sums(prompt: 1, place: 2, element: 3, termCount: 16),
        .open(
            prompt: 1,
            [
                WantedElements(.record(3), 5..<9),
                WantedElements(.parameter("h.0.ln_1.g"), 0..<1),
            ]),
    ]

    @Test("A question is read back from its line as it was.", arguments: questions)
    func question(_ question: DisputeQuestion) throws {
        let line = Array(question.json.compactText.utf8)
        let json = try JSONParser.parse(line, byteCountMax: 1 << 16)
        #expect(DisputeQuestion(json: json) == question)
    }

    @Test(
        "What is no question is none.",
        arguments: [
            "{}", #"{"ask":"what"}"#, #"{"ask":"nodes","tree":"prompts","level":-1}"#,
            #"{"ask":"nodes","tree":"tiles","prompt":1,"level":1,"index":0,"levels":1}"#,
            #"{"ask":"prompt"}"#, #"{"ask":"record","prompt":1}"#,
            #"{"ask":"tile","prompt":1,"place":2}"#,
            #"{"ask":"sums","prompt":1,"place":2,"element":3,"terms":0}"#,
            #"{"ask":"open","prompt":1,"wanted":[{"record":1,"first":0,"count":0}]}"#,
            #"{"ask":"open","prompt":1,"wanted":[{"first":0,"count":1}]}"#,
            #"{"ask":"open","prompt":1,"wanted":"#
                + #"[{"record":0,"first":9223372036854775807,"count":1}]}"#,
        ])
    func noQuestion(_ text: String) throws {
        let json = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
        #expect(DisputeQuestion(json: json) == nil)
    }

    @Test("A party has no answer to a question that no referee of its task asks.")
    func foreignQuestions() throws {
        let party = try TinySubject.subject().honestParty()
        for question: DisputeQuestion in [
            .nodes(.prompts, level: 9, index: 0, levelCount: 1),
            .nodes(.prompts, level: 1, index: 9, levelCount: 1),
            .nodes(.prompts, level: 0, index: 0, levelCount: 1),
            .nodes(.records(prompt: 99), level: 1, index: 0, levelCount: 1),
            .nodes(.tiles(prompt: 0, place: 999), level: 0, index: 0, levelCount: 0),
            .prompt(99), .record(prompt: 0, place: 999), .tile(prompt: 0, place: 0, tile: 999),
            .tile(prompt: 0, place: 26, tile: 0),
            .sums(prompt: 0, place: 0, element: 1 << 40, termCount: 1), .open(prompt: 0, []),
            .open(prompt: 0, [WantedElements(.record(0), 0..<1 << 40)]),
            .open(prompt: 0, [WantedElements(.parameter("none"), 0..<1)]),
        ] {
            #expect(try party.answer(question) == .nothing, "\(question)")
        }
    }

    @Test("A party opens what an answer has room for, and computes nothing where more is wanted.")
    func greedyQuestions() throws {
        let subject = try TinySubject.subject()
        let (source, party) = try Self.counted(subject)
        let one = WantedElements(.record(0), 0..<1)
        // 300 tokens by 128 columns: 14 times is more than half of a mebibyte.
        let table = WantedElements(.parameter("wte"), 0..<300 * 128)
        for wanted in [
            [WantedElements](repeating: one, count: 18),
            [WantedElements](repeating: one, count: 100_000),
            [WantedElements](repeating: table, count: 14),
        ] {
            #expect(
                try party.answer(.open(prompt: 0, wanted)) == .nothing, "\(wanted.count)")
        }
        #expect(source.askedCount == 0)
        for wanted in [[WantedElements](repeating: one, count: 17), [table]] {
            #expect(
                try party.answer(.open(prompt: 0, wanted)) != .nothing, "\(wanted.count)")
        }
        #expect(source.askedCount == 2)
    }

    @Test("A party keeps the tensors of one prompt, however many it is asked about.")
    func onePrompt() throws {
        let subject = try TinySubject.subject()
        let (source, party) = try Self.counted(subject)
        for (prompt, expected) in [(0, 1), (0, 1), (1, 2), (0, 3), (0, 3)] {
            #expect(try party.answer(.tile(prompt: prompt, place: 0, tile: 0)) != .nothing)
            #expect(source.askedCount == expected)
        }
    }

    /// A party with what it computes counted.
    private static func counted(
        _ subject: DisputeSubject
    ) throws -> (CountedSource, TraceParty) {
        let weights = try TinySubject.weights.get()
        let model = ModelSource(
            Transformer(weights: weights, backend: Backends.usable[0]), subject.task,
            ParameterTrees { weights[$0] })
        let source = CountedSource(model)
        return (source, TraceParty(task: subject.task, trace: subject.trace, source: source))
    }

    private final class CountedSource: TensorSource {
        private let inner: any TensorSource
        private(set) var askedCount = 0

        init(_ inner: any TensorSource) { self.inner = inner }

        func output(prompt: Int, place: Int) throws -> [Int64] {
            askedCount += 1
            return try inner.output(prompt: prompt, place: place)
        }

        func parameter(_ name: String) throws -> TensorTree {
            askedCount += 1
            return try inner.parameter(name)
        }
    }

    @Test("A transcript is read back from its file as it was, whatever bytes were posted.")
    func transcript() throws {
        let digest = Digests.sha256("a".utf8)
        let transcript = DisputeTranscript(
            task: digest, knownRoots: Pair(digest, nil),
            rounds: [
                DisputeTranscript.Round(
                    answers: Pair(.line(Array(#"{"a":"ü\n"}"#.utf8)), .line([0xFF, 0, 1]))),
                DisputeTranscript.Round(answers: Pair(nil, .tooLong)),
                DisputeTranscript.Round(answers: Pair(.line([]), nil)),
            ])
        let bytes = Array(transcript.json.prettyText.utf8)
        #expect(try DisputeTranscript(json: bytes) == transcript)
    }

    @Test(
        "A file that is no transcript is refused with the place.",
        arguments: [
            ("no", "expected a transcript in JSON"), ("{}", "format"),
            (#"{"format":"glyphlab dispute 2"}"#, "format"),
            (#"{"format":"glyphlab dispute 1","task":"00"}"#, "task"),
            (#"{"format":"glyphlab dispute 1","task":"D","roots":[]}"#, "roots"),
            (
                #"{"format":"glyphlab dispute 1","task":"D","roots":[null,1],"rounds":[]}"#,
                "roots[1]"
            ),
            (#"{"format":"glyphlab dispute 1","task":"D","roots":[null,null]}"#, "rounds"),
            (
                #"{"format":"glyphlab dispute 1","task":"D","roots":[null,null],"rounds":[[1]]}"#,
                "rounds[0]"
            ),
            (
                #"{"format":"glyphlab dispute 1","task":"D","roots":[null,null],"rounds":[[1,2]]}"#,
                "rounds[0][0]"
            ),
        ])
    func noTranscript(_ text: String, place: String) {
        let digest = Digests.sha256("a".utf8).text
        let bytes = Array(text.replacing("\"D\"", with: "\"\(digest)\"").utf8)
        let error = #expect(throws: DisputeTranscriptError.self) {
            try DisputeTranscript(json: bytes)
        }
        #expect(error.map { "\($0)".hasPrefix(place) } == true, "\(String(describing: error))")
    }
}
