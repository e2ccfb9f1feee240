internal import CShadows

/// Counts of the differences between one variation's passes and the base's; tallies of threads are
/// merged.
struct ShadowTally: Sendable {
    private struct Cell: Sendable {
        var elementCount = 0
        var differingCount = 0
        var largest: Float = 0
        var firstPromptCount = 0
    }

    private var cells: [Cell]
    private var rowCount = 0
    private var differingRowCount = 0
    private var flippedRowCount = 0
    private var largestDrift: Float = 0
    private var bandCounts = [Int](repeating: 0, count: DriftBand.titles.count)
    private var proofCount = 0
    private var flippedPrompts: [Int] = []

    init(operationCount: Int) {
        cells = Array(repeating: Cell(), count: operationCount)
    }

    /// Adds the outputs of one prompt, of as many operations on both sides.
    mutating func add(_ outputs: [[Float]], base: [[Float]]) {
        var isFirst = true
        for (place, pair) in zip(outputs, base).enumerated() {
            let difference = unsafe cs_compare(pair.0, pair.1, pair.0.count)
            cells[place].elementCount += pair.0.count
            cells[place].differingCount += Int(difference.count)
            cells[place].largest = max(cells[place].largest, difference.largest)
            if difference.count > 0 && isFirst {
                cells[place].firstPromptCount += 1
                isFirst = false
            }
        }
    }

    mutating func add(_ shadow: ShadowPrint, base: ShadowPrint, prompt: Int) {
        for (row, baseRow) in zip(shadow.rows, base.rows) {
            let drift = FloatRow.drift(row, baseRow)
            rowCount += 1
            differingRowCount += FloatRow.differs(row, baseRow) ? 1 : 0
            largestDrift = max(largestDrift, drift)
            bandCounts[DriftBand.index(Magnitude(Double(drift)))] += 1
        }
        for (row, baseRow) in zip(shadow.quantizedRows, base.quantizedRows) where row != baseRow {
            flippedRowCount += 1
        }
        proofCount += 1
        if shadow.proofHash != base.proofHash { flippedPrompts.append(prompt) }
    }

    /// **Precondition:** both count the same operations; the other's prompts come after these.
    mutating func merge(_ other: ShadowTally) {
        for place in cells.indices {
            cells[place].elementCount += other.cells[place].elementCount
            cells[place].differingCount += other.cells[place].differingCount
            cells[place].largest = max(cells[place].largest, other.cells[place].largest)
            cells[place].firstPromptCount += other.cells[place].firstPromptCount
        }
        rowCount += other.rowCount
        differingRowCount += other.differingRowCount
        flippedRowCount += other.flippedRowCount
        largestDrift = max(largestDrift, other.largestDrift)
        for band in bandCounts.indices { bandCounts[band] += other.bandCounts[band] }
        proofCount += other.proofCount
        flippedPrompts += other.flippedPrompts
    }

    /// **Precondition:** at least one prompt was added.
    ///
    /// - Parameter operationCount: the number of operations that any prompt needed.
    func outcome(_ variation: ShadowVariation, operationCount: Int) -> ShadowOutcome {
        ShadowOutcome(
            variation: variation, differingRowCount: differingRowCount,
            largestDrift: Magnitude(Double(largestDrift)), bandCounts: bandCounts,
            flippedRows: FlipInterval(count: flippedRowCount, total: rowCount),
            flippedProofs: FlipInterval(count: flippedPrompts.count, total: proofCount),
            flippedPrompts: flippedPrompts,
            drifts: cells.prefix(operationCount).map {
                OperationDrift(
                    elementCount: $0.elementCount, differingElementCount: $0.differingCount,
                    largest: Magnitude(Double($0.largest)),
                    firstPromptCount: $0.firstPromptCount)
            })
    }
}
