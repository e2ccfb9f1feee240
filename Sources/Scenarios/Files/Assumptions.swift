/// Powers that a scenario grants its attacker.
package struct Assumptions: Sendable {
    /// A ratio of all work, as the file writes it.
    package let workShare: String
    /// Whether the attacker may make proofs of work.
    package let canWork: Bool
    /// Actors whose private keys the attacker holds.
    package let keys: [String]
    /// Surfaces that the attacker reaches.
    package let surfaces: [String]

    package static let none = Assumptions(
        workShare: "0/1", canWork: false, keys: [], surfaces: [])

    /// **Throws:** ``ScenarioError``.
    package init(_ object: inout StrictObject) throws(ScenarioError) {
        let share = try object.text("work_share")
        let parts = share.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let above = Int(parts[0]), let below = Int(parts[1]),
            above >= 0, below >= 1, above <= below
        else { throw object.wrong("work_share", "a ratio from 0/1 to 1/1", share) }
        self.init(
            workShare: share, canWork: above > 0, keys: try object.texts("keys"),
            surfaces: try object.texts("surfaces"))
        try object.finish()
    }

    package init(workShare: String, canWork: Bool, keys: [String], surfaces: [String]) {
        self.workShare = workShare
        self.canWork = canWork
        self.keys = keys
        self.surfaces = surfaces
    }

    /// **Throws:** ``ScenarioError`` at a member of the step that asks for more than the attacker
    /// is granted.
    func expect(
        _ grant: StepUse.Grant, at member: String, _ object: StrictObject
    ) throws(ScenarioError) {
        var error: ScenarioError
        switch grant {
        case .key(let name) where !keys.contains(name):
            error = object.wrong(
                member, "a key that the attacker is granted (assumes.keys)", name)
        case .surface(let name) where !surfaces.contains(name):
            error = object.wrong(
                member, "a surface that the attacker is granted (assumes.surfaces)", name)
        case .work(let product) where !canWork:
            error = object.wrong(member, "no work, since assumes.work_share is 0", product)
        default: return
        }
        error.isOfGrant = true
        throw error
    }
}
