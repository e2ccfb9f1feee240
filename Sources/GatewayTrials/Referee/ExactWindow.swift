/// A published request to settle an epoch: the window of its receipts.
struct ExactWindow: Equatable {
    /// Milliseconds since 1970; the end is outside.
    let start: Int
    let end: Int
    let ticker: String

    /// The id that the gateway gives the epoch: whole seconds, towards zero.
    var id: String { "\(start / 1_000)-\(end / 1_000)-\(ticker)" }

    func contains(_ milliseconds: Int) -> Bool { start <= milliseconds && milliseconds < end }
}
