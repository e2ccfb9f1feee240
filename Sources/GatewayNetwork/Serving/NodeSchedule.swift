/// The order in which a gateway asks its nodes: that of the parameters, from the one behind the
/// last that answered; who failed is passed over for a minute.
struct NodeSchedule: Sendable {
    /// The nodes' names, which are their keys.
    let names: [String]
    /// The place of the node that answered last.
    private var last: Int?
    /// By place: the time at which a node failed; nil where it has answered since, or never failed.
    private var failures: [Int?]

    init(names: [String]) {
        self.names = names
        failures = names.map { _ in nil }
    }

    private func place(of name: String) -> Int? { names.firstIndex { $0.isSame(name) } }

    func knows(_ name: String) -> Bool { place(of: name) != nil }

    /// The next node's name; nil if all of them are passed over, or there is none.
    ///
    /// - Parameter passesOver: whether who failed is passed over.
    func next(at milliseconds: Int, passesOver: Bool) -> String? {
        let start = last.map { $0 + 1 } ?? 0
        let order = names.indices.map { (start + $0) % names.count }
        return order.first { place in
            guard passesOver, let failure = failures[place] else { return true }
            return milliseconds - failure >= GatewayLimits.passedOverMilliseconds
        }.map { names[$0] }
    }

    mutating func noteAnswer(_ name: String) {
        guard let place = place(of: name) else { return }
        last = place
        failures[place] = nil
    }

    mutating func noteFailure(_ name: String, at milliseconds: Int) {
        guard let place = place(of: name) else { return }
        failures[place] = milliseconds
    }
}
