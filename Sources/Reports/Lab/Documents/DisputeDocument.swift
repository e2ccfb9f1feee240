internal import Arbitration
internal import Encodings

/// The document that `dispute --format json` prints: one dispute, or many with planted liars.
struct DisputeDocument {
    struct Game {
        let verdict: DisputeVerdict.Kind
        let losers: [Side]
        let operation: String?
        let element: Int?
        let roundCount: Int
        /// In the order of the document.
        let phases: [(name: String, roundCount: Int)]
        let postedByteCount: Int
        let evidenceByteCount: Int
        let multiplyAddCount: Int
        /// The multiply-adds of the whole prompt; nil where no prompt was reached.
        let inferenceMultiplyAddCount: Int?

        init(_ value: StrictJSON) throws(StrictJSON.Failure) {
            let word = try value["verdict"]
            guard let verdict = DisputeVerdict.Kind(rawValue: try word.text()) else {
                throw word.refused("agreed, decided, inconclusive or other_task")
            }
            self.verdict = verdict
            losers = try Self.losers(value)
            let isSound =
                switch verdict {
                case .agreed, .otherTask: losers.isEmpty
                case .decided: !losers.isEmpty
                case .inconclusive: losers == Side.allCases
                }
            guard isSound else {
                throw word.refused(
                    "a verdict that fits \(losers.count) losers", got: verdict.rawValue)
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

        /// The parties with a fault, as the document lists them.
        private static func losers(_ value: StrictJSON) throws(StrictJSON.Failure) -> [Side] {
            var losers: [Side] = []
            for side in Side.allCases
            where try value[side.name]["fault"].optionalText() != nil { losers.append(side) }
            let listed = try value["losers"]
            let names = try listed.list(countMax: 2) { text throws(StrictJSON.Failure) in
                try text.text()
            }
            guard names == losers.map(\.name) else {
                throw listed.refused("the parties with a fault", got: "others")
            }
            return losers
        }
    }

    struct Trial {
        let liar: LiarKind
        /// Why it was not judged right; nil where it was.
        let miss: String?
        let game: Game

        init(_ value: StrictJSON) throws(StrictJSON.Failure) {
            let word = try value["liar"]
            guard let liar = LiarKind(rawValue: try word.text()) else {
                throw word.refused("a kind of liar")
            }
            self.liar = liar
            miss = try value["miss"].optionalText()
            game = try Game(value)
            let side = try value["side"].text()
            let expected = liar == .both ? Side.allCases : Side.allCases.filter { $0.name == side }
            guard miss != nil || game.verdict == .decided && game.losers == expected else {
                throw try value["miss"].refused("a reason, since others lost than the liar")
            }
        }
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
            value throws(StrictJSON.Failure) in try Trial(value)
        }
        try document["disputes"].demand(trials.count, "the number of trials")
        let rightCount = trials.count { $0.miss == nil }
        try document["judged_right"].demand(rightCount, "the number of trials without a miss")
        let holds = rightCount == trials.count
        try document["holds"].demand(holds, "what follows from the trials")
        content = .trials(
            model: try document["model"].text(), seed: try document["seed"].text(),
            holds: holds, trials)
    }
}
