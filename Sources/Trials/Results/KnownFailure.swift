/// An unexpected verdict that somebody knows of and has a reason for.
public struct KnownFailure: Sendable, Equatable {
    /// The scenario's.
    public let id: String
    public let profile: Profile
    /// For people, one line.
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
