internal import GatewayNetwork
internal import Trials

/// Verifications in vain, by gateway and source, within the minutes in which the hardened rules
/// count them.
struct GatewayWaste {
    private struct Place: Hashable {
        let node: Int
        let source: UInt32
    }

    private struct Minute {
        let milliseconds: Int
        var count = 0
    }

    private var minutes: [Place: Minute] = [:]  // looked up, never iterated
    /// The most of one source in one minute.
    private(set) var highest = 0

    mutating func note(_ count: Int, at node: Int, by source: Source, at milliseconds: Int) {
        guard count > 0 else { return }
        let place = Place(node: node, source: source.number)
        var minute = minutes[place] ?? Minute(milliseconds: milliseconds)
        if milliseconds - minute.milliseconds >= GatewayLimits.wastedMilliseconds {
            minute = Minute(milliseconds: milliseconds)
        }
        minute.count += count
        minutes[place] = minute
        highest = max(highest, minute.count)
    }
}
