internal import Encodings

/// The document that `vary --format json` prints.
struct VariationsDocument {
    enum Result: String {
        case same, differs
        case notExercised = "not_exercised"
        case failed
    }

    struct Variation {
        let name: String
        let kind: String
        /// How it was made, in words.
        let made: String
        let promptCount: Int
        let result: Result
        /// The result in words: the place of a difference, or the reason why there is no result.
        let note: String
    }

    let model: String
    let promptCount: Int
    let integerWeightsHash: String
    let golden: String?
    /// Whether the usual run's proofs are the golden's, as the program says; nil where it could not
    /// tell.
    let matchesGolden: Bool?
    let variations: [Variation]
    /// Whether a planted fault was named; nil where none was planted.
    let isPlantedNamed: Bool?

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("variations") != nil && value.member("not_exercised") != nil
            && value.member("root") != nil
    }

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        model = try document["model"].text()
        promptCount = try document["prompts"].count()
        integerWeightsHash = try document["integer_weights_hash"].text()
        golden = try document["golden"].optionalText()
        matchesGolden = try document["matches_golden"].optionalBoolean()
        guard golden != nil || matchesGolden == nil else {
            throw try document["matches_golden"].refused("null, since there is no golden")
        }
        variations = try document["variations"].list(countMax: 1024) {
            value throws(StrictJSON.Failure) in try Self.variation(value)
        }
        for (name, result) in [
            ("same", Result.same), ("differing", .differs), ("failed", .failed),
            ("not_exercised", .notExercised),
        ] {
            try document[name].demand(
                variations.count { $0.result == result }, "the number of such variations")
        }
        isPlantedNamed = try document["planted"].optional { value throws(StrictJSON.Failure) in
            try value["named"].boolean()
        }
    }

    private static func variation(_ value: StrictJSON) throws(StrictJSON.Failure) -> Variation {
        let word = try value["result"]
        guard let result = Result(rawValue: try word.text()) else {
            throw word.refused("same, differs, not_exercised or failed")
        }
        let difference = try value["difference"].optional { value throws(StrictJSON.Failure) in
            let element = try value["element"].optional { element throws(StrictJSON.Failure) in
                try element["element"].count()
            }
            let place: [String?] = [
                try value["prompt"].optionalCount().map { "prompt \($0)" },
                try value["operation"].optionalText(), element.map { "element \($0)" },
            ]
            return place.compactMap(\.self).joined(separator: ", ") + ": "
                + (try value["explanation"].text())
        }
        guard (result == .differs) == (difference != nil) else {
            throw word.refused(
                "differs where there is a difference, and only there", got: result.rawValue)
        }
        let reason = try value["reason"].optionalText()
        return Variation(
            name: try value["name"].text(), kind: try value["kind"].text(),
            made: try value["made"].text(), promptCount: try value["prompts"].count(),
            result: result, note: difference ?? reason ?? "")
    }
}
