internal import PublishedLearning
internal import Trials

/// The checks of a published node, by the page's names.
enum PublishedLearningGuards {
    static let all = LearningCheck.allCases.map { Guard($0.rawValue) }

    /// The code of an exception that a handler caught, or that ended it. The node lives on.
    static let exception = Guard("exception")
    /// The code of a text that is no JSON.
    static let json = Guard("json")
    /// The code of an answer of HTTP other than 200.
    static let status = Guard("status")

    static func checks(_ guards: Guards) -> LearningChecks {
        LearningChecks(without: LearningCheck.allCases.filter { !guards.has(Guard($0.rawValue)) })
    }
}
