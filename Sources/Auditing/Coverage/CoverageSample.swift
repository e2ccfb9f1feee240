/// What single altered elements did to proofs, counted by what the account says of them.
public struct CoverageSample: Sendable, Equatable {
    /// What became of the faults at one kind of place.
    public struct Counts: Sendable, Equatable {
        /// The proof follows from the element, and became another.
        public internal(set) var changed = 0
        /// The proof follows from the element, and stayed: rounding absorbed the change.
        public internal(set) var absorbed = 0
        /// The proof does not follow from the element, and stayed.
        public internal(set) var idle = 0

        public var reachable: Int { changed + absorbed }
        public var all: Int { changed + absorbed + idle }
    }

    /// Of elements of outputs, an operation each.
    public internal(set) var operations: [Counts]
    /// Of elements of parameters, one each, in the order of the model.
    public internal(set) var parameters: [Counts]
    /// Faults that changed a proof which cannot follow from them: the account is wrong.
    public internal(set) var contradictions: [String] = []

    init(operationCount: Int, parameterCount: Int) {
        operations = Array(repeating: Counts(), count: operationCount)
        parameters = Array(repeating: Counts(), count: parameterCount)
    }

    public var elements: Counts { Self.sum(operations) }
    public var weights: Counts { Self.sum(parameters) }
    public var faultCount: Int { elements.all + weights.all + contradictions.count }

    private static func sum(_ counts: [Counts]) -> Counts {
        counts.reduce(into: Counts()) { sum, one in
            sum.changed += one.changed
            sum.absorbed += one.absorbed
            sum.idle += one.idle
        }
    }
}
