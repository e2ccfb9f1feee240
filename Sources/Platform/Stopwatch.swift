/// Wall time since a start, for people to read; nothing here reaches a result.
public struct Stopwatch: Sendable {
    private let start = ContinuousClock.now

    public init() {}

    public var nanoseconds: Int {
        let parts = (ContinuousClock.now - start).components
        return Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
    }
}
