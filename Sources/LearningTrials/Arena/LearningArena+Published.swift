internal import Scenarios
internal import Trials

/// Honest use, an attacker's bytes and judgement under the published rules.
extension LearningArena {
    static let publishedGuards: [Guard] = []
    static let publishedNullOracles: [LearningOracle] = []

    static func publishedNode(
        _ setup: TrialSetup, _ keyring: LearningKeyring, peers: [Source], number: Int
    ) throws -> any AttackedLearning {
        throw StepFault("the published rules are not there yet")
    }

    func performPublished(_ operation: LearningOperation) throws {
        throw StepFault("the published rules are not there yet")
    }

    func publishedFinding(of oracle: LearningOracle) throws -> Finding {
        throw StepFault("the published rules are not there yet")
    }

    func publishedCount(of counter: String) throws -> Int? { nil }

    func pollPublished() throws -> String? {
        throw StepFault("the published rules are not there yet")
    }
}
