internal import NetworkTrials
package import Scenarios
internal import Trials

extension MeshOperation {
    package static let kinds =
        honest + commonKinds + HardenedOperation.kinds + LedgerOperation.kinds
        + PublishedOperation.kinds + PalletOperation.kinds

    /// Traffic of honest parties.
    private static let honest: [StepKind<MeshOperation>] = [
        StepKind(
            "publish", "Sign a record, and store it through its owner's node, honestly.",
            StepMember<String?>.mayMake(), .record()
        ) { .publish($1, artefact: $0) },
        StepKind(
            "withhold", "Sign a record that nobody has yet.", StepMember<String>.makes(),
            .record()
        ) { .withhold($1, artefact: $0) },
        StepKind(
            "look", "Let a party's node look for a record, honestly.",
            StepMember<String>.text("by", standard: "bob", "The party."), .recordName()
        ) { .look(by: $0, $1) },
        StepKind(
            "reach", "Let time pass up to a slot of this epoch or a later one.",
            StepMember<Int>.integer("epochs", in: 0...100, standard: 0, "Epochs from now."),
            .integer("slot", in: 0...9_999, standard: 0, "The slot of that epoch, from 0.")
        ) { .reach(epochs: $0, slot: $1) },
        StepKind(
            "epochs", "Let epochs of the chain pass, in which all honest parties do their part.",
            StepMember<Int>.integer("count", in: 1...50, standard: 1, "Epochs.")
        ) { .epochs($0) },
    ]
}
