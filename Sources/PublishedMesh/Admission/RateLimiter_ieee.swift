package import PythonValues

/// The limits of the published rate limiter.
package struct RateLimits: Sendable {
    package var perSecond = 10
    package var perMinute = 100
    package var perHour = 1000
    package var burst = 20

    package init() {}
}

/// The threat that a peer seems to be.
package enum ThreatLevel: Int, Sendable, Comparable {
    case normal, suspicious, moderate, high, critical

    /// The name of the published constant, such as `NORMAL`.
    package var name: String {
        switch self {
        case .normal: "NORMAL"
        case .suspicious: "SUSPICIOUS"
        case .moderate: "MODERATE"
        case .high: "HIGH"
        case .critical: "CRITICAL"
        }
    }

    package static func < (left: ThreatLevel, right: ThreatLevel) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The seconds for which a peer is refused from now on; none for the mildest.
    fileprivate var blockSeconds: Double? {
        switch self {
        case .normal, .suspicious: nil
        case .moderate: 300
        case .high: 3600
        case .critical: 86400
        }
    }
}

/// The counts about one peer.
package struct PeerRate: Sendable {
    package fileprivate(set) var level = ThreatLevel.normal
    package fileprivate(set) var allowedCount = 0
    package fileprivate(set) var blockedCount = 0
    package fileprivate(set) var violationCount = 0
    package fileprivate(set) var blockedUntil: PythonFloat?
    fileprivate var times: [Double] = []

    package init() {}

    package var listedCount: Int { times.count }

    /// The number of listed requests of the last `seconds`.
    package func count(ofLast seconds: Int, now: PythonFloat) -> Int {
        times.count { $0 > now.value - Double(seconds) }
    }

    fileprivate mutating func handle(_ threat: ThreatLevel, now: PythonFloat) {
        level = max(level, threat)
        violationCount += 1
        if let seconds = threat.blockSeconds { blockedUntil = PythonFloat(now.value + seconds) }
    }

    fileprivate mutating func noteRefusal(now: PythonFloat) {
        violationCount += 1
        if violationCount >= RateLimiter.suspiciousViolationCount {
            handle(.suspicious, now: now)
        }
    }
}

/// The published limiter of requests, which looks at requests before their signatures.
///
/// Peers are told apart by the first 20 bytes of the texts of their keys: all Ed25519 keys are one.
package struct RateLimiter: Sendable {
    package let limits: RateLimits
    package private(set) var peers: SortedTable<PeerID, PeerRate> = SortedTable()

    fileprivate static let suspiciousViolationCount = 5
    private static let criticalViolationCount = 10
    private static let keptSeconds = 3600.0

    package init(limits: RateLimits = RateLimits()) {
        self.limits = limits
    }

    package static func peer(keyText: [UInt8]) -> PeerID {
        PeerID(bytes: Array(keyText.prefix(20)))
    }

    /// Whether a request passes the limits and then `inner`, which is asked only if it does.
    package mutating func admits(
        keyText: [UInt8], now: PythonFloat, inner: () throws(PythonError) -> Bool
    ) throws(PythonError) -> Bool {
        let peer = Self.peer(keyText: keyText)
        var rate = peers[peer] ?? PeerRate()
        defer { peers[peer] = rate }
        guard Self.passes(&rate, limits: limits, now: now), try inner() else {
            rate.noteRefusal(now: now)
            return false
        }
        return true
    }

    private static func passes(
        _ rate: inout PeerRate, limits: RateLimits, now: PythonFloat
    ) -> Bool {
        if let until = rate.blockedUntil {
            if now.value < until.value {
                rate.blockedCount += 1
                return false
            }
            rate.blockedUntil = nil
        }
        rate.times.removeAll { $0 < now.value - keptSeconds }
        if let threat = threat(of: rate, limits: limits, now: now) {
            rate.handle(threat, now: now)
            return false
        }
        rate.times.append(now.value)
        rate.allowedCount += 1
        return true
    }

    private static func threat(
        of rate: PeerRate, limits: RateLimits, now: PythonFloat
    ) -> ThreatLevel? {
        let second = rate.count(ofLast: 1, now: now)
        let perSecond = Double(limits.perSecond)
        if Double(second) > perSecond * 5.0 || rate.violationCount >= criticalViolationCount {
            return .critical
        }
        if Double(second) > perSecond * 3.0 { return .high }
        if rate.count(ofLast: 60, now: now) >= limits.perMinute { return .moderate }
        if rate.times.count >= limits.perHour { return .moderate }
        if second >= limits.burst || Double(second) > perSecond * 1.5 { return .suspicious }
        return nil
    }
}
