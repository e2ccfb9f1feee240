internal import Scenarios

/// The member that only steps on the pallet have.
extension StepMember where Value == PalletCallPlan {
    static func palletCall() -> Self {
        let kind = StepMember<PalletCallPlan.Kind>.choice(
            "kind", PalletCallPlan.Kind.self, "The kind of call.")
        let signer = StepMember<String>.caller()
        let twist = StepMember<LedgerCallPlan.Twist>.choice(
            "twist", LedgerCallPlan.Twist.self, standard: LedgerCallPlan.Twist.none,
            "The difference from an honest call.")
        return Self(kind.descriptions + signer.descriptions + twist.descriptions) {
            (object, use) throws(ScenarioError) in
            PalletCallPlan(
                kind: try kind.read(&object, &use), signer: try signer.read(&object, &use),
                twist: try twist.read(&object, &use))
        }
    }
}
