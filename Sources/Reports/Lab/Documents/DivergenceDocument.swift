internal import Disputes
internal import Encodings

/// The document that `locate` and `compare` print with `--format json`.
struct DivergenceDocument {
    struct Element {
        let index: [Int]
        let values: [Int]
        /// Decimal: two integers of 64 bits may be further apart than 64 bits hold.
        let difference: String
        let differingCount: Int
        let elementCount: Int
    }

    struct Prompt {
        let place: Int
        let salt: String
        let text: String
    }

    let verdict: ComparisonVerdict
    let explanation: String
    let prompt: Prompt?
    let layer: Int?
    let operation: String?
    let element: Element?
    let next: [String]
    /// Left, right.
    let files: [String]
    let models: [String]
    let differingPromptCount: Int
    let sharedPromptCount: Int
    /// In the order of the schedule.
    let operations: [String]
    /// The states of the records of the prompt that is shown, one for each operation; nil where no
    /// records were compared.
    let states: [RecordState]?

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("verdict") != nil && value.member("map") != nil
            && value.member("records") != nil
    }

    private static let operationCountMax = 65_536
    private static let promptCountMax = 100_000

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        let word = try document["verdict"]
        guard let verdict = ComparisonVerdict(rawValue: try word.text()) else {
            throw word.refused("a comparison's verdict")
        }
        self.verdict = verdict
        explanation = try document["explanation"].text()
        prompt = try document["prompt"].optionalCount().map { place throws(StrictJSON.Failure) in
            Prompt(
                place: place, salt: try document["salt"].text(),
                text: try document["prompt_text"].string(byteCountMax: 1 << 20))
        }
        layer = try document["layer"].optionalCount()
        operation = try document["operation"].optionalText()
        element = try Self.element(document)
        next =
            try document["next"].optional { value throws(StrictJSON.Failure) in
                try value.list(countMax: 2) { text throws(StrictJSON.Failure) in
                    try text.string(byteCountMax: 65_536)
                }
            } ?? []
        var (files, models): ([String], [String]) = ([], [])
        for side in ["left", "right"] {
            let run = try document[side]
            files.append(try run["file"].text())
            models.append(try run["model"].text())
        }
        (self.files, self.models) = (files, models)
        let prompts = try document["prompts"]
        differingPromptCount = try prompts["differing"].count()
        sharedPromptCount = try prompts["shared"].count()
        (operations, states) = try Self.map(document["map"], place: prompt?.place)
        let differs =
            differingPromptCount > 0 || element != nil
            || states?.contains { $0 == .root || $0 == .propagated } == true
        guard verdict != .match || !differs else {
            throw word.refused("a difference, which the records show", got: "match")
        }
    }

    private static func element(
        _ document: StrictJSON
    ) throws(StrictJSON.Failure) -> Element? {
        guard try document["element"].optionalCount() != nil else { return nil }
        let values = try document["values"]
        var read: [Int] = []
        for value in try values.elements(count: 2) {
            read.append(try value.integer(in: Int.min...Int.max))
        }
        let difference = Int128(read[1]) - Int128(read[0])
        return Element(
            index: try document["index"].list(countMax: 4) { value throws(StrictJSON.Failure) in
                try value.count()
            },
            values: read, difference: DivergenceText.signed(difference),
            differingCount: try document["differing_count"].count(),
            elementCount: try document["element_count"].count())
    }

    /// The operations and the states of one prompt: that at fault, else the first.
    private static func map(
        _ map: StrictJSON, place: Int?
    ) throws(StrictJSON.Failure) -> ([String], [RecordState]?) {
        let operations = try map["operations"].list(countMax: operationCountMax) {
            value throws(StrictJSON.Failure) in try value.text()
        }
        let prompts = try map["prompts"].elements(count: 0...promptCountMax)
        guard !prompts.isEmpty, !operations.isEmpty else { return (operations, nil) }
        var shown = prompts[0]
        for prompt in prompts {
            guard let place, try prompt["left"].optionalCount() == place else { continue }
            shown = prompt
            break
        }
        let letters = try shown["states"]
        let states = try letters.string(byteCountMax: operationCountMax).map { letter in
            RecordState.allCases.first { $0.letter == String(letter) }
        }
        let known = states.compactMap(\.self)
        guard known.count == operations.count, states.count == known.count else {
            throw letters.refused(
                "\(operations.count) letters of states", got: "\(states.count) characters")
        }
        return (operations, known)
    }
}
