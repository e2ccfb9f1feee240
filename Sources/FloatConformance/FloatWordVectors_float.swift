internal import Conformance
internal import Experiments
internal import Fingerprints
internal import FloatEngine
internal import PythonValues

/// Word lists, draws of the generators and heads of salts.
struct FloatWordVectors: VectorJudge {
    let name = "words"

    func recognises(_ document: PythonDictionary) -> Bool { document["words_139"] != nil }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        var outcomes = [
            VectorOutcome(
                index: "words_139",
                expected: try texts(file.member("words_139")).joined(separator: " "),
                got: FloatWords.long.joined(separator: " ")),
            VectorOutcome(
                index: "words_83",
                expected: try texts(file.member("words_83")).joined(separator: " "),
                got: FloatWords.short.joined(separator: " ")),
        ]
        outcomes += try prompts(file, "first_prompts_1337", [0x05, 0x39], FloatWords.long, 8...16)
        outcomes += try prompts(file, "prompts_seed_2", [2], FloatWords.short, 6...14)
        outcomes += try prompts(file, "prompts_seed_3", [3], FloatWords.short, 6...14)
        outcomes += try prompts(file, "prompts_seed_42", [42], FloatWords.short, 6...14)
        outcomes += try uniform(file.member("uniform_seed_9_1e-4"))
        for (place, vector) in try file.member("cross_model").elements().enumerated() {
            let salt = try vector.member("salt").string()
            for (key, layerCount) in [("heads_12", 12), ("heads_6", 6)] {
                outcomes.append(
                    VectorOutcome(
                        index: "cross_model \(place) \(key)",
                        expected: FloatText.heads(try vector.member(key).heads()),
                        got: FloatText.heads(
                            HeadSelection.heads(
                                salt: salt, layerCount: layerCount, headCount: 12))))
            }
        }
        for (place, vector) in try file.member("heads").elements().enumerated() {
            let parts = try vector.elements(count: 4)
            let heads = HeadSelection.heads(
                salt: try parts[0].string(), layerCount: try parts[1].size(1...4096),
                headCount: try parts[2].size(1...4096))
            outcomes.append(
                VectorOutcome(
                    index: "heads \(place)", expected: FloatText.heads(try parts[3].heads()),
                    got: FloatText.heads(heads)))
        }
        return outcomes
    }

    private func texts(_ vector: VectorValue) throws -> [String] {
        try vector.elements().map { try $0.string() }
    }

    private func prompts(
        _ file: VectorValue, _ key: String, _ seed: [UInt8], _ words: [String],
        _ lengths: ClosedRange<Int>
    ) throws -> [VectorOutcome] {
        var random = PythonRandom(seed: seed)
        return try texts(file.member(key)).enumerated().map { place, expected in
            VectorOutcome(
                index: "\(key) \(place)", expected: expected,
                got: FloatReceipt.prompt(of: words, lengths: lengths, &random))
        }
    }

    /// `uniform(-1e-4, 1e-4)`.
    private func uniform(_ vector: VectorValue) throws -> [VectorOutcome] {
        let noise = Noise(exponent: -4, floor: 0)
        var random = PythonRandom(number: 9)
        return try vector.elements().enumerated().map { place, number in
            VectorOutcome(
                index: "uniform \(place)",
                expected: try number.doubles().map(FloatText.bits).joined(),
                got: noise.draws(1, &random).map(FloatText.bits).joined())
        }
    }
}
