internal import PublishedHybrid
internal import PythonValues
internal import Trials

/// A block as a node judged it.
struct JudgedBlock: Sendable {
    let message: BlockMessage
    let identifier: [UInt8]
    /// The node's number; beyond the others', one that came later.
    let node: Int
    let seconds: Int
    /// Nil where the block was taken.
    let refusal: Guard?
    /// The answers of the records, by key, in order.
    let answers: [(key: RecordKey, answer: ConsensusNode.LookUp)]
    let slashing: ProposerSlashing?
}

/// A round of an averager, or the judgement of somebody's update.
struct AveragedRound: Sendable {
    let by: String
    let seconds: Int
    /// Ids with the bytes that were read under them; nil for nothing.
    let reads: [(id: String, bytes: [UInt8]?)]
    /// Nil where the round died or found nothing.
    let average: FederatedAverage?
    /// The name of the exception of which the round died.
    let exception: String?
    let refusal: Guard?
    /// The id that was acknowledged; nil where none was.
    let identifier: [UInt8]?
    /// The losses that the gate compared; nil where it did not come to that.
    let before: PythonFloat?
    let after: PythonFloat?
    let isBetter: Bool
    /// Whether deltas were averaged, rather than an update judged.
    let isAggregation: Bool
}

/// A call of the engine with all that came of it.
struct EngineTurn: Sendable {
    let body: [UInt8]
    let seconds: Int
    /// Nil while it waits, and for a handler that died.
    var answer: EngineAnswer?
    var answeredSeconds: Int?
}
