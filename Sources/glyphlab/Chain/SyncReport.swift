import Encodings

/// The result of asking one or several nodes for their chain.
struct SyncReport {
    /// From the best to the worst.
    enum Verdict: String, CaseIterable {
        case adopted
        case inSync = "in_sync"
        case refused
        case noAnswer = "no_answer"

        var outcome: Outcome {
            switch self {
            case .adopted, .inSync: .holds
            case .refused: .doesNotHold
            case .noAnswer: .inconclusive
            }
        }

        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    struct Answer {
        let url: String
        let verdict: Verdict
        /// In words.
        let reason: String
        let verifiedCount: Int
    }

    let answers: [Answer]
    let height: Int
    let tip: String
    let work: String
    let peers: [String]

    /// The best of all answers' verdicts.
    var verdict: Verdict {
        answers.map(\.verdict).min { $0.rank < $1.rank } ?? .noAnswer
    }

    private var verifiedCount: Int { answers.reduce(0) { $0 + $1.verifiedCount } }

    var text: String {
        let lines =
            (answers.isEmpty ? ["no node was asked: expected a URL, or a peers file with one"] : [])
            + answers.map { "\($0.url): \($0.reason)" }
            + [
                "outcome \(verdict.rawValue)", "height \(height)", "tip \(tip)",
                "work \(work)", "verified \(verifiedCount)", "peers \(peers.count)",
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        .object([
            JSONMember("outcome", .string(verdict.rawValue)),
            JSONMember("height", .integer(height)),
            JSONMember("tip", .string(tip)),
            JSONMember("work", .string(work)),
            JSONMember("verified", .integer(verifiedCount)),
            JSONMember("peers", .array(peers.map(JSONValue.string))),
            JSONMember(
                "answers",
                .array(
                    answers.map {
                        .object([
                            JSONMember("url", .string($0.url)),
                            JSONMember("outcome", .string($0.verdict.rawValue)),
                            JSONMember("reason", .string($0.reason)),
                            JSONMember("verified", .integer($0.verifiedCount)),
                        ])
                    })),
        ])
    }
}
