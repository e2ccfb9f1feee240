/// A call that was not answered yet.
struct OutstandingCall {
    let call: NodeCall
    let untilMilliseconds: Int
}

/// A tip that peers have not heard of yet.
enum TipNews: Equatable {
    case own
    case from(BlockSource)
}
