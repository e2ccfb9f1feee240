internal import Architectures

/// A list of operations, and which of them reads an output last, after which it can be dropped.
struct OperationOrder {
    let operations: [Operation]
    /// Past the end for outputs that no operation reads: they are the result.
    private let lastReaders: [Int]

    init(_ operations: [Operation]) {
        self.operations = operations
        var lastReaders = [Int](repeating: operations.count, count: operations.count)
        for (place, operation) in operations.enumerated() {
            for input in operation.inputs { lastReaders[input] = place }
        }
        self.lastReaders = lastReaders
    }

    /// **Precondition:** the operation is in the list.
    func place(of station: Station) -> Int {
        guard let place = operations.firstIndex(where: { $0.station == station }) else {
            preconditionFailure("no operation \(station)")
        }
        return place
    }

    func isLastReader(_ place: Int, of input: Int) -> Bool { lastReaders[input] == place }
}
