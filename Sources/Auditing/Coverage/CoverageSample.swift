/// The effects of single altered elements on proofs, sorted by what the account says of each
/// element.
package struct CoverageSample: Sendable, Equatable {
    /// The effects of the faults at one kind of place.
    package struct Counts: Sendable, Equatable {
        /// Faults at elements that the proof follows from, which changed the proof.
        package internal(set) var changed = 0
        /// Faults at elements that the proof follows from, which left the proof as it was: rounding
        /// absorbed them.
        package internal(set) var absorbed = 0
        /// Faults at elements that the proof does not follow from, which left the proof as it was.
        package internal(set) var idle = 0

        package var reachable: Int { changed + absorbed }
        package var all: Int { changed + absorbed + idle }
    }

    /// The faults in elements of outputs, one entry for each operation.
    package internal(set) var operations: [Counts]
    /// The faults in elements of parameters, one entry for each parameter, in the order of the
    /// model.
    package internal(set) var parameters: [Counts]
    /// Faults that changed a proof although it cannot follow from them, in words: the account is
    /// wrong.
    package internal(set) var contradictions: [String] = []

    init(operationCount: Int, parameterCount: Int) {
        operations = Array(repeating: Counts(), count: operationCount)
        parameters = Array(repeating: Counts(), count: parameterCount)
    }

    package var elements: Counts { Self.sum(operations) }
    package var weights: Counts { Self.sum(parameters) }
    package var faultCount: Int { elements.all + weights.all + contradictions.count }

    private static func sum(_ counts: [Counts]) -> Counts {
        counts.reduce(into: Counts()) { sum, one in
            sum.changed += one.changed
            sum.absorbed += one.absorbed
            sum.idle += one.idle
        }
    }
}
