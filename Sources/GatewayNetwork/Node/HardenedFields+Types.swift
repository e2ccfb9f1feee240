internal import BigInt
internal import Trials

extension HardenedFields {
    /// Judges the types of these members before any of their values is looked at.
    func requireTypes(texts: [String], integers: [String]) throws(Refusal) {
        for key in texts { _ = try text(key) }
        for key in integers { _ = try integer(key) }
    }

    /// An integer that was judged before; one beyond 64 bits, which only a missing guard lets
    /// through, counts as the nearest.
    func clamped(_ key: String) throws(Refusal) -> Int { Int(clamping: try integer(key)) }

    /// An integer from 0 on that rises from message to message; without the guard, one beyond its
    /// range counts as the nearest.
    ///
    /// - Parameter latest: of the message before; -1 before the first.
    func rising(_ key: String, above latest: Int, _ by: Guard) throws(Refusal) -> Int {
        let integer = try integer(key)
        try guards.require(
            integer > latest && integer < GatewayLimits.countMax, by,
            "\(key): expected more than \(latest)")
        return Int(min(max(integer, 0), BigInt(GatewayLimits.countMax)))
    }
}
