internal import Encodings
internal import Scenarios

/// Members that only steps on the hybrid chain have.
extension StepMember where Value == HardenedSigners {
    /// Members, and the holder of the key that signs for all of them; where there is none, each
    /// signs for itself and must be granted.
    static func signers() -> Self {
        let members = StepMember<[String]>.texts("members", "Those that they name.")
        let description = StepMemberDescription(
            name: "signer", type: "actor, granted", standard: "\"\"",
            help: "Holder of the key that signs them all; else each signs its own.",
            schema: [JSONMember("type", .string("string"))])
        return Self(members.descriptions + [description]) {
            (object, use) throws(ScenarioError) in
            let members = try members.read(&object, &use)
            let signer = try object.optionalText("signer") ?? ""
            if signer.isEmpty {
                for member in members { use.ask(.key(member), at: "members") }
            } else {
                use.ask(.key(signer), at: "signer")
            }
            return HardenedSigners(members: members, signer: signer)
        }
    }
}
