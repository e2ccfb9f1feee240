/// An unexpected verdict that is known and accepted, with the reason.
public struct KnownFailure: Sendable, Equatable {
    /// The scenario's id.
    public let id: String
    public let profile: Profile
    /// The reason for people, in one line.
    public let reason: String

    public init(id: String, profile: Profile, reason: String) {
        self.id = id
        self.profile = profile
        self.reason = reason
    }

    public func isOf(_ result: TrialResult) -> Bool {
        id == result.scenario.id && profile == result.profile
    }
}
