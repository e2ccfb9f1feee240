internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// The difference between a trial by a script and one by a scenario.
///
/// A script's ledger and all that it sends have an end, so that what the referee reads afterwards
/// has one: no rule of the network is needed for that.
struct GatewayScript {
    /// Connections of the attacker's.
    static let sources = 1...800
    /// Rows that a script and those whom it asks may bring into ledgers; fewer where gateways are
    /// several, for each tells all others of a receipt.
    private static func rowCountMax(_ nodeCount: Int) -> Int {
        min(2_000, 16_000 / (nodeCount * nodeCount))
    }
    /// Bytes of these rows, with one gateway.
    static let rowByteCountMax = 8 << 20
    /// Bytes that gateways read for a script.
    static let costMax = 128 << 20
    /// Bytes that a row counts as, of which an epoch's snapshot is made.
    static let rowCost = 32
    /// Bytes that a refusal counts as: a batch may have half a million of them, which are all kept.
    static let refusalCost = 64
    /// The last time that a script may let come: before the year 9999, where times end.
    static let clockMillisecondsMax = 200_000_000_000_000
    static let editCountMax = 32
    /// Receipts or votes of one step.
    static let madeCountMax = 250
    /// Rows that the snapshots of one step are made of.
    static let snapshotRowCountMax = 100_000
    /// Bytes of what is altered: each edit reads them all.
    static let alteredByteCountMax = 1 << 18
    static let spliceCountMax = 64
    /// Comparisons of bytes that a search for a text may take.
    static let searchMax = 1 << 28
    /// Bytes of an answer, before they are written as base64.
    static let answerByteCountMax = 700_000

    /// Honest parties whose names steps may give.
    let cast: [String]
    /// Sessions that honest parties have signed something of: they do so once.
    private var sessions: Set<String> = []  // membership only, never iterated
    private var rowCount = 0
    private var rowByteCount = 0
    private var cost = 0
    private(set) var waste = GatewayWaste()

    init(cast: [String]) {
        self.cast = cast
    }

    /// Compared by bytes: texts that look alike are other parties.
    func isHonest(_ name: String) -> Bool {
        cast.contains { $0.utf8.elementsEqual(name.utf8) }
    }

    // MARK: Sessions

    /// Sessions of those who use the network after the attack begin with this.
    static let pollPrefix = "poll-"

    func hasSigned(session: String) -> Bool { sessions.contains(session) }

    mutating func noteSigned(session: String) { sessions.insert(session) }

    // MARK: Costs

    /// Why no more rows come into ledgers; nil where they may.
    ///
    func obstacleToRows(_ nodeCount: Int) -> String? {
        let rowCountMax = Self.rowCountMax(nodeCount)
        if rowCount >= rowCountMax {
            return "ledgers have \(rowCount) rows of this attack, at most \(rowCountMax)"
        }
        if rowByteCount >= Self.rowByteCountMax / nodeCount {
            return "ledgers have rows of \(rowByteCount) bytes of this attack, at most "
                + "\(Self.rowByteCountMax / nodeCount)"
        }
        return nil
    }

    mutating func note(rowCount: Int, byteCount: Int) {
        self.rowCount += rowCount
        rowByteCount += byteCount
    }

    /// **Throws:** ``StepFault`` where a gateway would read more than it may for a script.
    mutating func spend(_ more: Int) throws {
        guard more <= Self.costMax - cost else {
            throw StepFault("gateways have read \(cost) bytes, at most \(Self.costMax)")
        }
        cost += more
    }

    /// Counts what nobody knew before it was done.
    mutating func charge(_ more: Int) { cost += min(more, Self.costMax - cost) }

    mutating func note(wasted: Int, at node: Int, by source: Source, at clock: LogicalClock) {
        waste.note(wasted, at: node, by: source, at: clock.milliseconds)
    }
}
