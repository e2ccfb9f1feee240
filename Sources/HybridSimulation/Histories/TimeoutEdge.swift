/// When a slot's acknowledgements reach its proposer, who waits for 30 ticks.
package enum TimeoutEdge: String, Sendable, CaseIterable {
    case tick29 = "tick 29"
    /// Before the proposer hears that 30 ticks have passed.
    case before30 = "tick 30, before"
    /// After that.
    case after30 = "tick 30, after"
    case tick31 = "tick 31"

    /// Ticks after the proposer's slot began.
    var ticks: Int {
        switch self {
        case .tick29: 29
        case .before30, .after30: 30
        case .tick31: 31
        }
    }
}
