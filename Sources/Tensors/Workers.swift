/// Threads as the engine sees them: a number, and a way to run a body once for each. They come from
/// above, since threads are the operating system's.
public struct Workers: Sendable {
    public let count: Int
    private let run: @Sendable (_ body: @Sendable (_ part: Int) -> Void) -> Void

    /// The calling thread, and no other.
    public static let alone = Workers(count: 1) { body in body(0) }

    /// **Precondition:** count ≥ 1.
    ///
    /// - Parameters:
    ///   - count: how many parts the work is split into.
    ///   - run: calls the body with every part from 0 to count − 1, and comes back when all are
    ///     done.
    public init(
        count: Int, run: @escaping @Sendable (_ body: @Sendable (_ part: Int) -> Void) -> Void
    ) {
        precondition(count >= 1, "\(count) workers")
        self.count = count
        self.run = run
    }

    /// Splits 0 ..< total into one contiguous range a part, each but the last a multiple of `step`
    /// long.
    ///
    /// **Determinism:** the ranges follow from the numbers alone; the bodies write to places of
    /// their own.
    package func split(
        _ total: Int, step: Int = 1, _ body: @Sendable (_ part: Int, _ range: Range<Int>) -> Void
    ) {
        let steps = (total + step - 1) / step
        let count = count
        guard count > 1 && steps > 1 else { return body(0, 0..<total) }
        run { part in
            let start = min(steps * part / count * step, total)
            let end = min(steps * (part + 1) / count * step, total)
            if start < end { body(part, start..<end) }
        }
    }
}

/// Pointers for the parts of one operation.
///
/// **Why @unchecked:** the parts read what nobody writes and write to ranges that do not overlap,
/// and the operation waits for all of them.
@safe package struct Shared<Value>: @unchecked Sendable {
    package let value: Value

    package init(_ value: Value) { self.value = value }
}
