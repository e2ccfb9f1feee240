internal import BigInt
package import PythonValues

/// The stand-in for a chain over a file of one table, for runs without one: whoever calls is
/// believed.
package struct MockChain: Sendable {
    /// A row of the table. Reads take an epoch's first.
    package struct Row: Sendable {
        package let epoch: Int
        package let validator: Int
        package let data: [ConsensusScore]
        /// The nodes that were registered at the proposal.
        package let nodes: [Int]
        /// Ids in decimal, as keys of JSON are.
        package fileprivate(set) var attestors: [PythonText]
    }

    package static let epochLength = 20
    package static let slot = 3
    package static let secondsPerBlock = 6

    /// Blocks since 1970.
    package var block: Int
    /// In the order in which they were registered last.
    package private(set) var nodes: [(id: Int, startEpoch: Int)] = []
    package private(set) var rows: [Row] = []

    package init(block: Int = 0) { self.block = block }

    package var epoch: Int { Self.quotient(block, Self.epochLength) }

    /// The epoch counted from the subnet's slot on.
    package var slotEpoch: Int {
        let (since, isOver) = block.subtractingReportingOverflow(Self.slot)
        return Self.quotient(isOver ? .min : since, Self.epochLength)
    }

    /// The block at a time in seconds since 1970. **Throws:** ``PythonError`` for no number of 64
    /// bits.
    package static func block(at seconds: PythonNumber) throws(PythonError) -> Int {
        let number = try seconds.floorDivided(by: .integer(BigInt(secondsPerBlock)))
        guard let block = Int(exactly: try PythonValue.number(number).convertedToInteger())
        else { throw .overflow("a time beyond all blocks") }
        return block
    }

    /// Towards minus infinity.
    private static func quotient(_ dividend: Int, _ divisor: Int) -> Int {
        let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// The node stands at the end, whether it was there before or not.
    package mutating func register(_ id: Int) {
        nodes.removeAll { $0.id == id }
        nodes.append((id, epoch))
    }

    /// A row in which every registered node attests.
    package mutating func propose(_ validator: Int, _ data: [ConsensusScore]) {
        rows.append(
            Row(
                epoch: epoch, validator: validator, data: data, nodes: nodes.map(\.id),
                attestors: nodes.map { PythonText(String($0.id)) }))
    }

    /// Appends a copy of the epoch's first row with the node's word; no read ever takes it.
    ///
    /// **Throws:** ValueError where nothing was proposed.
    package mutating func attest(_ node: Int) throws(PythonError) {
        guard var row = row(of: epoch) else {
            throw .value("no consensus data of the epoch")
        }
        let name = PythonText(String(node))
        row.attestors.removeAll { $0 == name }
        row.attestors.append(name)
        rows.append(row)
    }

    /// The epoch's first row.
    package func row(of epoch: Int) -> Row? { rows.first { $0.epoch == epoch } }

    package func proposal(of epoch: Int) -> ConsensusProposal? {
        row(of: epoch).map {
            ConsensusProposal(data: $0.data, attestors: $0.attestors.map(AttestorName.text))
        }
    }

    /// Nodes whose first epoch has begun.
    package var activeNodes: [Int] {
        nodes.filter { $0.startEpoch <= slotEpoch }.map(\.id)
    }
}
