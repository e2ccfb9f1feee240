/// The effects of single altered elements on proofs, sorted by what the account says of each
/// element.
public struct CoverageSample: Sendable, Equatable {
    /// The effects of the faults at one kind of place.
    public struct Counts: Sendable, Equatable {
        /// Faults at elements that the proof follows from, which changed the proof.
        public internal(set) var changed = 0
        /// Faults at elements that the proof follows from, which left the proof as it was: rounding
        /// absorbed them.
        public internal(set) var absorbed = 0
        /// Faults at elements that the proof does not follow from, which left the proof as it was.
        public internal(set) var idle = 0

        public var reachable: Int { changed + absorbed }
        public var all: Int { changed + absorbed + idle }
    }

    /// The faults in elements of outputs, one entry for each operation.
    public internal(set) var operations: [Counts]
    /// The faults in elements of parameters, one entry for each parameter, in the order of the
    /// model.
    public internal(set) var parameters: [Counts]
    /// Faults that changed a proof although it cannot follow from them, in words: the account is
    /// wrong.
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
