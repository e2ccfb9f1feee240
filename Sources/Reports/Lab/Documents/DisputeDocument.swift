internal import Encodings

/// One dispute, or many with planted liars: what `dispute --format json` prints.
struct DisputeDocument {
    struct Game {
        let verdict: String
        let losers: [String]
        let operation: String?
        let element: Int?
        let roundCount: Int
        /// In the order of the document.
        let phases: [(name: String, roundCount: Int)]
        let postedByteCount: Int
        let evidenceByteCount: Int
        let multiplyAddCount: Int
        /// Of the whole prompt; nil where no prompt was reached.
        let inferenceMultiplyAddCount: Int?

        init(_ value: StrictJSON) throws(StrictJSON.Failure) {
            verdict = try value["verdict"].text()
            losers = try value["losers"].list(countMax: 2) { text throws(StrictJSON.Failure) in
                try text.text()
            }
            operation = try value["operation"].optionalText()
            element = try value["element"].optionalCount()
            roundCount = try value["rounds"].count()
            let rounds = try value["rounds_by_phase"]
            var phases: [(name: String, roundCount: Int)] = []
            for member in (rounds.value.objectValue ?? []).prefix(16) {
                phases.append((member.key, try rounds[member.key].count()))
            }
            self.phases = phases
            postedByteCount = try value["posted_bytes"].count()
            evidenceByteCount = try value["evidence_bytes"].count()
            multiplyAddCount = try value["multiply_adds"].count()
            inferenceMultiplyAddCount = try value["inference_multiply_adds"].optionalCount()
        }
    }

    struct Trial {
        let liar: String
        /// Why it was not judged right; nil where it was.
        let miss: String?
        let game: Game
    }

    enum Content {
        case game(Game)
        case trials(model: String, seed: String, holds: Bool, [Trial])
    }

    let content: Content

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("rounds_by_phase") != nil
            || value.member("disputes") != nil && value.member("judged_right") != nil
    }

    private static let trialCountMax = 100_000

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        guard document.value.member("disputes") != nil else {
            content = .game(try Game(document))
            return
        }
        let trials = try document["trials"].list(countMax: Self.trialCountMax) {
            value throws(StrictJSON.Failure) in
            Trial(
                liar: try value["liar"].text(), miss: try value["miss"].optionalText(),
                game: try Game(value))
        }
        let count = try document["disputes"]
        guard try count.count() == trials.count else {
            throw count.refused("\(trials.count), the number of trials")
        }
        content = .trials(
            model: try document["model"].text(), seed: try document["seed"].text(),
            holds: try document["holds"].boolean(), trials)
    }
}
