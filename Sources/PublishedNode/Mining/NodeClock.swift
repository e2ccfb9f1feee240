/// The clock that a published node reads.
package protocol NodeClock: Sendable {
    /// Milliseconds since 1970.
    func milliseconds() -> Int
}

extension NodeClock {
    /// Whole seconds since 1970.
    package func seconds() -> Int {
        let (quotient, rest) = milliseconds().quotientAndRemainder(dividingBy: 1000)
        return rest < 0 ? quotient - 1 : quotient
    }
}
