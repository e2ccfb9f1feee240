internal import Encodings
internal import NetworkTrials
internal import Scenarios

extension StepMember where Value == PublishedOperation.MakeBlock.Extra {
    static func blockExtra() -> Self {
        let parent = StepMember<PublishedOperation.MakeBlock.Parent>.choice(
            "parent", PublishedOperation.MakeBlock.Parent.self, standard: .head,
            "The parent in ExtraData.")
        let length = StepMember<Int>.integer(
            "length", in: 0...1_000, standard: 64, "Bytes of ExtraData: cut, or ones behind.")
        let payload = StepMember<Int>.integer(
            "payload", in: 0...1, standard: 1, "Whether there is a payload.")
        return Self(parent.descriptions + length.descriptions + payload.descriptions) {
            (object, use) throws(ScenarioError) in
            PublishedOperation.MakeBlock.Extra(
                parent: try parent.read(&object, &use), length: try length.read(&object, &use),
                hasPayload: try payload.read(&object, &use) == 1)
        }
    }
}

extension StepMember where Value == PublishedOperation.MakeBlock.Signer {
    /// The signer, whose key must be granted, unless it is the one that everybody can derive.
    static func blockSigner() -> Self {
        let standard = "mallory"
        let described = StepMember<String>.signer(standard: standard).descriptions
        let seed = StepMember<Int>.integer(
            "shipped_seed", in: 0...1, standard: 0,
            "Whether, at 1, the key that follows from the shipped seed signs.")
        return Self(described + seed.descriptions) { (object, use) throws(ScenarioError) in
            if try seed.read(&object, &use) == 1 { return .shippedSeed }
            let signer = try object.optionalText("signer") ?? standard
            use.ask(.key(signer), at: "signer")
            return .party(signer)
        }
    }
}
