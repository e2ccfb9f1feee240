/// An unexpected verdict that is known and accepted, with the reason.
package struct KnownFailure: Sendable, Equatable {
    /// The scenario's id.
    package let id: String
    package let profile: Profile
    /// The reason for people, in one line.
    package let reason: String

    package init(id: String, profile: Profile, reason: String) {
        self.id = id
        self.profile = profile
        self.reason = reason
    }

    package func isOf(_ result: TrialResult) -> Bool {
        id == result.scenario.id && profile == result.profile
    }
}
