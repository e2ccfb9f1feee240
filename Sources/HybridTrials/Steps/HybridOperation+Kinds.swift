internal import NetworkTrials
package import Scenarios
internal import Trials

extension HybridOperation {
    package static let kinds =
        honest + commonKinds + PublishedOperation.kinds + HardenedOperation.kinds

    private static let honest: [StepKind<HybridOperation>] = [
        StepKind(
            "rounds", "Let honest parties train, acknowledge and propose blocks.",
            StepMember<Int>.integer("count", in: 1...100, standard: 1, "Rounds, a block each.")
        ) { .rounds($0) },
        .plain("follow", "Let a node that was not there read the whole history.", .follow),
    ]
}
