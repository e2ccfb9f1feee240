/// The schedule of a level: those operations of a finer schedule that the level records, and where
/// they stand in it.
public struct ReducedSchedule: Sendable, Equatable {
    /// The places of ``operations`` in the finer schedule.
    public let places: [Int]
    /// Their inputs are places in this list.
    public let operations: [ScheduledOperation]

    /// How many inputs are followed, over all operations, from a finer schedule to a coarser one. A
    /// run's own schedule takes as many steps as it has inputs.
    public static let stepCountMax = 1 << 20

    /// The schedule of a level; nil where an operation that the level needs is not there, and where
    /// the inputs cannot be followed.
    ///
    /// `layers` is the residual stream, the rows and the proof, each reading those of them that its
    /// inputs come from. `values` is the inputs of an operation, without theirs, and the operation.
    ///
    /// - Parameter all: the schedule of all operations.
    public init?(_ all: [ScheduledOperation], to level: TraceLevel) {
        switch level {
        case .operations:
            self.init(places: Array(all.indices), operations: all)
        case .layers:
            let names = all.map(\.name)
            guard names.contains(ScheduledOperation.proofRows),
                names.contains(ScheduledOperation.proof),
                all.contains(where: \.isOfStream)
            else { return nil }
            self.init(all) { operation in
                operation.isOfStream || operation.name == ScheduledOperation.proofRows
                    || operation.name == ScheduledOperation.proof
            }
        case .values(let name): self.init(all, valuesOf: name)
        case .weights: return nil
        }
    }

    /// The operations that are kept, each reading the nearest ones of them that its inputs come
    /// from, in the order in which they run.
    ///
    /// Nil where an operation reads one that does not stand before it, and where the inputs take
    /// more than ``stepCountMax`` steps to follow.
    public init?(_ all: [ScheduledOperation], keeping isKept: (ScheduledOperation) -> Bool) {
        var operations: [ScheduledOperation] = []
        var places: [Int] = []
        // For each operation, the kept ones that its output comes from: itself, or its inputs'.
        var sources: [[Int]] = []
        sources.reserveCapacity(all.count)
        var lastReaders: [Int] = []
        var stepCount = 0
        for (place, operation) in all.enumerated() {
            var inputs: [Int] = []
            for input in operation.inputs {
                guard (0..<place).contains(input) else { return nil }
                stepCount += sources[input].count
                guard stepCount <= Self.stepCountMax else { return nil }
                for source in sources[input] where lastReaders[source] != place {
                    lastReaders[source] = place
                    inputs.append(source)
                }
            }
            guard isKept(operation) else {
                sources.append(inputs)
                continue
            }
            sources.append([operations.count])
            lastReaders.append(-1)
            places.append(place)
            operations.append(operation.reading(inputs.sorted()))
        }
        self.places = places
        self.operations = operations
    }

    private init(places: [Int], operations: [ScheduledOperation]) {
        self.places = places
        self.operations = operations
    }

    private init?(_ all: [ScheduledOperation], valuesOf name: String) {
        guard name != ScheduledOperation.proof,
            let place = all.firstIndex(where: { $0.name == name })
        else { return nil }
        let operation = all[place]
        var inputs: [Int] = []
        var inputPlaces: [Int: Int] = [:]  // looked up, never iterated
        for input in operation.inputs where inputPlaces[input] == nil {
            guard (0..<place).contains(input) else { return nil }
            inputPlaces[input] = inputs.count
            inputs.append(input)
        }
        places = inputs + [place]
        operations =
            inputs.map { all[$0].reading([]) } + [operation.reading(Array(inputs.indices))]
    }
}

extension ScheduledOperation {
    /// Whether it leaves a state of the residual stream: before the first layer, or behind one.
    fileprivate var isOfStream: Bool {
        name == "embed" || layer.map { name == "h.\($0).residual_mlp" } ?? false
    }

    /// The same operation with other inputs.
    package func reading(_ inputs: [Int]) -> ScheduledOperation {
        ScheduledOperation(
            name: name, inputs: inputs, dimensions: dimensions, elementType: elementType)
    }
}
