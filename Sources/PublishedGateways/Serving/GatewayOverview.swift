internal import BigInt
package import PythonValues

/// A gateway at a glance, for people: the newest of each kind, as texts.
package struct GatewayOverview: Sendable {
    /// How many rows of a kind are shown.
    package static let rowCountMax = 20

    package struct Node: Sendable {
        package let name: String
        package let key: String
        package let url: String
        /// The address that is paid; nil without one.
        package let address: String?
        package let receiptCount: Int
    }

    package struct Receipt: Sendable {
        package let position: Int
        package let id: String
        /// Whole seconds since 1970; nil for what is no such time.
        package let createdSeconds: Int?
        package let node: String
        package let gateway: String
        package let inputTokens: String
        package let outputTokens: String
        package let chainHash: String
    }

    package struct Epoch: Sendable {
        package let id: String
        package let root: String
        package let total: String
        /// Keys of those who signed.
        package let signers: [String]
        /// The transaction that the epoch is anchored by; nil before.
        package let anchor: String?
        package let isFinalized: Bool
    }

    package let publicKey: String
    package let mode: GatewayMode
    package let receiptCount: Int
    package let chainHead: String
    package let nodes: [Node]
    package let peers: [String]
    /// Newest first.
    package let receipts: [Receipt]
    package let epochCount: Int
    /// Newest first.
    package let epochs: [Epoch]
    package let validators: [(key: String, weight: String)]
    package let threshold: String
    /// Null members as empty texts.
    package let tokenAddress: String
    package let tokenNetwork: String
    package let proposalCount: Int

    /// **Throws:** ``PythonError`` where a table cannot be read.
    package init(_ gateway: PublishedGateway) throws(PythonError) {
        let ledger = gateway.ledger
        publicKey = gateway.identity.publicKey
        mode = gateway.mode
        receiptCount = try Self.count(ledger, "receipts")
        chainHead = Self.shown(try ledger.chainHead())
        nodes = try Self.nodes(gateway)
        peers = gateway.peers.map(\.shown)
        receipts = try Self.receipts(ledger)
        epochCount = try Self.count(ledger, "epochs")
        epochs = try Self.epochs(ledger)
        validators = try ledger.validators().map { (Self.shown($0.key), Self.shown($0.weight)) }
        threshold = Self.shown(try ledger.quorumThreshold())
        tokenAddress = Self.shown(try ledger.tokenAddress())
        tokenNetwork = Self.shown(try ledger.tokenNetwork())
        proposalCount = gateway.proposals.count
    }

    private static func nodes(_ gateway: PublishedGateway) throws(PythonError) -> [Node] {
        let addresses = try gateway.ledger.addresses()
        var nodes: [Node] = []
        for node in gateway.nodes.prefix(rowCountMax) {
            // A key with a surrogate alone has no bytes, and no receipt.
            let key = try? node.key.utf8()
            let row = try gateway.ledger.store.row(
                "SELECT COUNT(*) FROM receipts WHERE node_pubkey=?",
                [key.map(TableCell.text) ?? .null])
            nodes.append(
                Node(
                    name: node.name.shown, key: node.key.shown, url: node.url.shown,
                    address: addresses.first { $0.node.equals(.string(node.key)) }
                        .map { shown($0.address) },
                    receiptCount: integer(row?.first)))
        }
        return nodes
    }

    private static func receipts(_ ledger: PublishedLedger) throws(PythonError) -> [Receipt] {
        var receipts: [Receipt] = []
        for row in try ledger.store.rows(
            "SELECT id, receipt_id, created_at, node_pubkey, gateway_pubkey, payload, chain_hash "
                + "FROM receipts ORDER BY id DESC LIMIT \(rowCountMax)")
        {
            // A row that somebody edited is shown, too.
            let payload = (try? row[5].json()) ?? PythonValue.none
            func member(_ name: String) -> String {
                shown((try? payload.optionalMember(name)) ?? PythonValue.none)
            }
            let time = (try? row[2].value().convertedToFloat()).flatMap(ClockReading.wholeSeconds)
            receipts.append(
                Receipt(
                    position: integer(row[0]), id: text(row[1]), createdSeconds: time,
                    node: text(row[3]), gateway: text(row[4]),
                    inputTokens: member("input_tokens"), outputTokens: member("output_tokens"),
                    chainHash: text(row[6])))
        }
        return receipts
    }

    private static func epochs(_ ledger: PublishedLedger) throws(PythonError) -> [Epoch] {
        var epochs: [Epoch] = []
        for row in try ledger.store.rows(
            "SELECT epoch_id, root, total_amount, anchor_txid, finalized FROM epochs "
                + "ORDER BY rowid DESC LIMIT \(rowCountMax)")
        {
            let signers = try ledger.store.rows(
                "SELECT pubkey FROM epoch_signatures WHERE epoch_id=? ORDER BY pubkey", [row[0]])
            epochs.append(
                Epoch(
                    id: text(row[0]), root: text(row[1]), total: text(row[2]),
                    signers: signers.map { text($0[0]) },
                    anchor: row[3] == .null ? nil : text(row[3]),
                    isFinalized: row[4] == .integer(1)))
        }
        return epochs
    }

    // MARK: Cells

    private static func count(
        _ ledger: PublishedLedger, _ table: String
    ) throws(PythonError) -> Int {
        integer(try ledger.store.row("SELECT COUNT(*) FROM \(table)")?.first)
    }

    private static func integer(_ cell: TableCell?) -> Int {
        guard case .integer(let integer)? = cell else { return 0 }
        return integer
    }

    private static func text(_ cell: TableCell) -> String {
        shown((try? cell.value()) ?? PythonValue.none)
    }

    /// As Python's `str` spells it; empty for null.
    private static func shown(_ value: PythonValue) -> String {
        if case .none = value { return "" }
        return (try? value.text())?.shown ?? ""
    }
}
