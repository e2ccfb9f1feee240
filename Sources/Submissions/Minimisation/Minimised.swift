/// The shortest attack that was found with the same effect.
package struct Minimised: Sendable {
    package let played: Played
    /// Whether no single request can be left out: each was tried.
    package let isMinimal: Bool
    /// Sessions that were played for it.
    package let executionCount: Int
    /// The place where a search that was cut off goes on; nil before it has begun.
    package let place: SearchPlace?

    /// An attack that nobody has made shorter yet.
    package init(whole played: Played) {
        self.init(played: played, isMinimal: false, executionCount: 0, place: nil)
    }

    init(played: Played, isMinimal: Bool, executionCount: Int, place: SearchPlace?) {
        self.played = played
        self.isMinimal = isMinimal
        self.executionCount = executionCount
        self.place = place
    }
}

/// The next run of requests to leave out.
package struct SearchPlace: Sendable, Equatable {
    /// Requests in a run, from 1.
    var length: Int
    /// The run's first request, from 0.
    var start = 0
    /// Whether this round over all requests left any out.
    var hasDropped = false
}
