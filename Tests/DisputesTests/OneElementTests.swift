import Architectures
import Disputes
import Encodings
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("One element, computed again") struct OneElementTests {
    private static let seed: UInt64 = 0x0DD_E1E

    /// Elements of every operation of GPT-2's and Qwen2's subject, with their inputs and true values.
    private func elements(perOperation count: Int) throws -> [OneElement] {
        var random = SeededGenerator(seed: Self.seed)
        return try [SmallSubject.subject.get(), RotarySubject.subject.get()].flatMap {
            try elements(of: $0, perOperation: count, &random)
        }
    }

    private func elements(
        of subject: FaultSubject, perOperation count: Int, _ random: inout SeededGenerator
    ) throws -> [OneElement] {
        var elements: [OneElement] = []
        for prompt in subject.prompts.indices {
            for place in subject.architecture.operations.indices {
                let values = subject.values(prompt: prompt, place: place)
                for _ in 0..<count {
                    let element = Int.random(in: values.output.indices, using: &random)
                    elements.append(
                        try OneElement(
                            operation: "\(values.operation.station)",
                            index: values.index(of: element),
                            inputs: values.elementInputs(element) { subject.weights[$0] },
                            expected: values.output[element], got: values.output[element] + 1,
                            origin: .init(
                                integerWeightsHash: String(repeating: "0a", count: 32),
                                salt: "s \"", prompt: "é")))
                }
            }
        }
        return elements
    }

    @Test("Elements of every operation are computed again as the engine left them.")
    func values() throws {
        var kinds: Set<String> = []  // counted, never iterated
        for element in try elements(perOperation: Thoroughness.count(100, else: 10)) {
            kinds.insert(element.inputs.kindName)
            #expect(element.value == element.expected, "\(element.operation) \(element.index)")
        }
        #expect(kinds.count == ElementInputs.kindNames.count - 1)
    }

    @Test("Every backend's kernels agree with the definition, wherever they can run alone.")
    func opinions() throws {
        var backendCounts: [String: Int] = [:]  // looked up, never iterated
        for element in try elements(perOperation: 2) {
            for opinion in element.opinions(Backends.usable + [Backends.emulatedTiles]) {
                #expect(
                    opinion.value == element.expected,
                    "\(opinion.name): \(element.operation) \(element.index)")
                backendCounts[opinion.name, default: 0] += 1
            }
        }
        for backend in Backends.usable { #expect(backendCounts[backend.name, default: 0] > 100) }
    }

    @Test("Inputs at their bounds are computed without a trap, by kernels and definition alike.")
    func bounds() throws {
        let activation: Int64 = 1 << 28
        let weight: Int64 = 1 << 16
        for sign in [Int64(1), -1] {
            let cases: [(String, [Int], ElementInputs)] = [
                ("embed", [0, 0], .embedding(token: activation, position: sign * activation)),
                (
                    "h.0.ln_1", [0, 3],
                    .norm(
                        row: (0..<32_768).map { $0 % 2 == 0 ? activation : sign * -activation },
                        column: 3, gain: weight, bias: activation)
                ),
                (
                    "h.0.mlp.out", [0, 0],
                    .linear(
                        row: [Int64](repeating: activation, count: 1 << 17),
                        weights: [Int64](repeating: sign * weight, count: 1 << 17),
                        bias: activation)
                ),
                (
                    "h.0.attn.scores", [0, 1, 1],
                    .scores(
                        query: [Int64](repeating: activation, count: 64),
                        key: [Int64](repeating: sign * activation, count: 64), isMasked: false)
                ),
                (
                    "h.0.attn.scores", [0, 1, 1],
                    .scores(
                        query: [Int64](repeating: activation, count: 128),
                        key: [Int64](repeating: sign * activation, count: 128),
                        isMasked: false)
                ),
                (
                    "h.0.ln_2", [0, 3],
                    .rootNorm(
                        row: (0..<32_768).map { $0 == 3 ? sign * activation : 0 },
                        column: 3, gain: weight)
                ),
                (
                    "h.0.attn.rotary", [4095, 127],
                    .rotary(
                        own: activation, partner: sign * activation,
                        turn: RotaryTurn(
                            base: 1 << 40, position: 4095, headWidth: 128, column: 127))
                ),
                (
                    "h.0.mlp.swiglu", [0, 1],
                    .gatedActivation(gate: activation, up: sign * activation)
                ),
                (
                    "h.0.attn.probs", [0, 1, 1],
                    .softmax(row: [sign * 1 << 40, -sign * 1 << 40], column: 1)
                ),
                (
                    "h.0.attn.heads", [0, 1],
                    .mixing(
                        probabilities: [Int64](repeating: 65536, count: 4096),
                        values: [Int64](repeating: sign * activation, count: 4096))
                ),
                ("h.0.mlp.gelu", [0, 1], .activation(sign * activation)),
                (
                    "h.0.residual_mlp", [0, 1],
                    .residual(stream: sign * activation, branch: sign * activation)
                ),
                ("proof.rows", [0, 1], .proofRow(probability: 65536)),
            ]
            for (operation, index, inputs) in cases {
                let element = try OneElement(
                    operation: operation, index: index, inputs: inputs, expected: 0, got: 0)
                for opinion in element.opinions(Backends.usable) {
                    #expect(opinion.value == element.value, "\(opinion.name): \(operation)")
                }
            }
        }
    }

    @Test("A file is read back as it was written.")
    func roundTrip() throws {
        for element in try elements(perOperation: 1) {
            let bytes = Array((element.json.prettyText + "\n").utf8)
            #expect(try OneElement(json: bytes, file: "f") == element)
        }
        let row = try OneElement(
            operation: "proof.rows", index: [0, 1], inputs: .proofRow(probability: 7),
            expected: 7, got: 8)
        #expect(try OneElement(json: Array(row.json.compactText.utf8), file: "f") == row)
    }

    // MARK: Hostile files

    private static let linear = """
        {"format": "glyphlab element 1", "operation": "h.0.attn.qkv", "index": [0, 1], \
        "kind": "linear", "inputs": {"row": [16, 32], "weights": [1, 2], "bias": 3}, \
        "expected": 3, "got": 4, "origin": null}
        """

    private static let replacements: [(String, String, String)] = [
        ("element 1", "element 2", "format: expected \"glyphlab element 1\""),
        ("\"format\": \"glyphlab element 1\", ", "", "format: expected \"glyphlab element 1\""),
        ("\"h.0.attn.qkv\"", "\"h.0.ln_1\"", "operation: expected an operation of kind linear"),
        ("\"h.0.attn.qkv\"", "\"elsewhere\"", "got \"elsewhere\""),
        ("\"h.0.attn.qkv\"", "7", "operation: expected a string, got the number 7"),
        ("[0, 1]", "[0]", "index: expected 2 numbers, none negative, got [0]"),
        ("[0, 1]", "[0, -1]", "index: expected 2 numbers, none negative"),
        ("[0, 1]", "{}", "index: expected an array of integers, got an object"),
        ("[16, 32]", "[16]", "weights: expected 1 integers, as many as in the other list, got 2"),
        ("[16, 32]", "[]", "row: expected 1 to 131072 integers, got 0"),
        ("[16, 32]", "[16, 1.5]", "inputs.row[1]: expected an integer of 64 bits"),
        ("[16, 32]", "[16, 268435457]", "row[1]: expected -268435456 to 268435456, got 268435457"),
        ("[1, 2]", "[-65537, 2]", "weights[0]: expected -65536 to 65536, got -65537"),
        ("\"bias\": 3", "\"bias\": 268435457", "bias: expected -268435456 to 268435456"),
        ("\"bias\": 3", "\"bias\": null", "inputs.bias: expected an integer of 64 bits, got null"),
        (", \"bias\": 3", "", "inputs.bias: expected a value, got nothing"),
        ("\"bias\": 3", "\"bias\": 3, \"x\": 1", "expected no other members than row, weights"),
        ("\"kind\": \"linear\"", "\"kind\": \"magic\"", "kind: expected embedding, or norm"),
        ("\"got\": 4", "\"got\": 9223372036854775808", "got: expected an integer of 64 bits"),
        ("\"got\": 4", "\"got\": 4, \"got\": 4", "expected each key once"),
        ("\"origin\": null", "\"origin\": {}", "origin.integer_weights_hash: expected a value"),
        (
            "\"origin\": null",
            "\"origin\": {\"integer_weights_hash\": \"0\", \"salt\": \"\", \"prompt\": \"\"}",
            "origin.integer_weights_hash: expected 64 lower-case hex digits"
        ),
        (
            "\"origin\": null", "\"origin\": null, \"x\": 1",
            "the document: expected no other members"
        ),
        ("{\"format\"", "[{\"format\"", "file: byte"),
    ]

    @Test(
        "A hostile file is refused with its name, the place, the expected and the got.",
        arguments: replacements.indices)
    func refusals(index: Int) {
        let (old, new, message) = Self.replacements[index]
        #expect(Self.linear.contains(old))
        let text = Self.linear.replacingOccurrences(of: old, with: new)
        let error = #expect(throws: ElementFileError.self) {
            try OneElement(json: Array(text.utf8), file: "file")
        }
        let told = "\(error.map { "\($0)" } ?? "")"
        #expect(told.hasPrefix("file: ") && told.contains(message), "\(told)")
    }

    @Test("Inputs that contradict the element's place are refused.")
    func places() {
        let cases: [(String, [Int], ElementInputs)] = [
            ("h.0.ln_1", [0, 1], .norm(row: [1, 2], column: 0, gain: 1, bias: 0)),
            ("h.0.ln_1", [0, 2], .norm(row: [1, 2], column: 2, gain: 1, bias: 0)),
            ("h.0.attn.probs", [0, 0, 1], .softmax(row: [1, 2], column: 0)),
            ("h.0.attn.probs", [0, 1], .softmax(row: [1, 2], column: 1)),
            (
                "h.0.attn.scores", [0, 0, 1],
                .scores(
                    query: [Int64](repeating: 0, count: 64),
                    key: [Int64](repeating: 0, count: 64), isMasked: false)
            ),
            (
                "h.0.attn.scores", [0, 1, 1],
                .scores(
                    query: [Int64](repeating: 0, count: 63),
                    key: [Int64](repeating: 0, count: 64), isMasked: false)
            ),
            ("proof.rows", [0, 0], .proofRow(probability: -1)),
            ("h.0.attn.heads", [0, 0], .mixing(probabilities: [65537], values: [0])),
            ("h.0.attn.probs", [0, 0, 0], .softmax(row: [1 << 41], column: 0)),
        ]
        for (operation, index, inputs) in cases {
            #expect(throws: ElementError.self, "\(operation) \(index)") {
                try OneElement(
                    operation: operation, index: index, inputs: inputs, expected: 0, got: 0)
            }
        }
    }

    @Test("No seeded mutation of a file traps or is read as another element unnoticed.")
    func mutations() throws {
        var random = SeededGenerator(seed: Self.seed)
        let original = Array(Self.linear.utf8)
        let alphabet = Array("0123456789-{}[]\",:e.nul \\".utf8) + [0, 0xFF]
        var readCount = 0
        let count = Thoroughness.count(100_000, else: 3_000)
        for _ in 0..<count {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: place)
                default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                }
            }
            guard let element = try? OneElement(json: bytes, file: "f") else { continue }
            readCount += 1
            // What is read is computed, and written as what it is.
            _ = element.value
            let again = try OneElement(json: Array(element.json.compactText.utf8), file: "f")
            #expect(again == element, "seed \(Self.seed)")
        }
        #expect(readCount > 0 && readCount < count)
    }
}
