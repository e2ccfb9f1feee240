internal import BigInt
internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Histories of the rate limiter, which counts all keys of the files as one peer.
struct RateLimitVectors: VectorJudge {
    let name = "rate_limit"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstHistory, case .dictionary(let config)? = first["config"]
        else { return false }
        return config["max_burst"] != nil
    }

    private static let names = ["verdict", "stats", "blocked_until"]

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            number, history in
            let config = try history.member("config")
            var limits = RateLimits()
            limits.perSecond = try config.member("max_requests_per_second").int()
            limits.perMinute = try config.member("max_requests_per_minute").int()
            limits.perHour = try config.member("max_requests_per_hour").int()
            limits.burst = try config.member("max_burst").int()
            var limiter = RateLimiter(limits: limits)
            let peer = try history.member("peer").hexadecimal()
            return try history.member("steps").elements().enumerated().map { index, step in
                let got = VectorValue(
                    .members(try Self.asked(&limiter, step, peer: peer)), place: step.place)
                return VectorOutcome(
                    index: "\(number) \(index)", expected: try step.members(Self.names),
                    got: try got.members(Self.names))
            }
        }
    }

    private static func asked(
        _ limiter: inout RateLimiter, _ step: VectorValue, peer: [UInt8]
    ) throws -> [(String, PythonValue)] {
        let now = try step.member("now").instant()
        let inner = try step.member("inner").boolean()
        // A key that cannot be read is refused before anything is counted.
        let isReadable = try step.member("key").value.number != nil
        let isAdmitted = try isReadable && limiter.admits(keyText: peer, now: now) { inner }
        let rate = limiter.peers[RateLimiter.peer(keyText: peer)] ?? PeerRate()
        let until = rate.blockedUntil
        return [
            ("verdict", .text(isAdmitted ? "accept" : "reject")),
            (
                "stats",
                .list([
                    .text(rate.level.name), count(rate.allowedCount), count(rate.blockedCount),
                    count(rate.violationCount), .boolean(until != nil),
                    count(rate.count(ofLast: 1, now: now)),
                    count(rate.count(ofLast: 60, now: now)), count(rate.listedCount),
                ])
            ),
            ("blocked_until", until.map { .instant($0) } ?? .none),
        ]
    }

    private static func count(_ count: Int) -> PythonValue { .integer(BigInt(count)) }
}
