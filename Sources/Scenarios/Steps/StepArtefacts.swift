internal import Trials

/// Which artefacts steps make and take, so that a name that nothing makes is told when the file is
/// read and not by a trial.
enum StepArtefacts {
    /// **Throws:** ``ScenarioError`` at a step that takes an artefact which no step before it makes
    /// under the same rules, or makes one a second time.
    static func check<Operation>(
        _ steps: [Step<Operation>], file: String
    ) throws(ScenarioError) {
        for profile in Profile.allCases {
            var made: Set<String> = []  // membership only, never iterated
            for step in steps where step.profile == nil || step.profile == profile {
                for (member, name) in step.use.taken where !made.contains(name) {
                    throw ScenarioError(
                        file: file, place: "\(step.place).\(member)",
                        expected: "an artefact that a step before it makes under the "
                            + "\(profile.rawValue) rules", got: "\"\(name)\"")
                }
                guard let name = step.use.made else { continue }
                guard made.insert(name).inserted else {
                    throw ScenarioError(
                        file: file, place: "\(step.place).as",
                        expected: "a name that no step before it gives", got: "\"\(name)\"")
                }
            }
        }
    }
}
