internal import Encodings
internal import Scenarios

/// Members that only steps on the mesh have.
extension StepMember where Value == RecordName {
    static func recordName() -> Self {
        let kind = StepMember<RecordName.Kind>.choice(
            "kind", RecordName.Kind.self, standard: .value, "The kind of record.")
        let name = StepMember<String>.text("name", standard: "v", "The name of a value.")
        let owner = StepMember<String>.text("owner", standard: "ada", "The owner.")
        return Self(kind.descriptions + name.descriptions + owner.descriptions) {
            (object, use) throws(ScenarioError) in
            RecordName(
                kind: try kind.read(&object, &use), name: try name.read(&object, &use),
                owner: try owner.read(&object, &use))
        }
    }
}

extension StepMember where Value == RecordPlan {
    static func record() -> Self {
        let name = StepMember<RecordName>.recordName()
        let sequence = StepMember<Int>.integer(
            "sequence", in: 0...1 << 40, standard: 0, "Raised from one version to the next.")
        let epochs = StepMember<Int>.integer(
            "epochs", in: 0...1_000, standard: 1, "Epochs after this one in which it is believed.")
        let value = StepMember<String>.text("value", standard: "1", "The value's text.")
        return Self(
            name.descriptions + sequence.descriptions + epochs.descriptions + value.descriptions
        ) { (object, use) throws(ScenarioError) in
            RecordPlan(
                name: try name.read(&object, &use), sequence: try sequence.read(&object, &use),
                epochs: try epochs.read(&object, &use), value: try value.read(&object, &use))
        }
    }
}

extension StepMember where Value == MakeMeshRecord.Times {
    static func times() -> Self {
        let slots = StepMember<Int>.integer(
            "slots", in: -10_000...10_000, standard: 0,
            "Slots after this one at which it says that it was signed.")
        let epoch = StepMember<Int>.integer(
            "epoch", in: -100...100, standard: 0, "Epochs after this one that it is for.")
        let epochs = StepMember<Int>.integer(
            "epochs", in: 0...1 << 40, standard: 1,
            "Epochs after this one in which it is believed.")
        return Self(slots.descriptions + epoch.descriptions + epochs.descriptions) {
            (object, use) throws(ScenarioError) in
            MakeMeshRecord.Times(
                slots: try slots.read(&object, &use), epoch: try epoch.read(&object, &use),
                epochs: try epochs.read(&object, &use))
        }
    }
}
