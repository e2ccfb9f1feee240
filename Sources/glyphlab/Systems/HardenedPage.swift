import Cryptography
import GatewayNetwork
import Platform
import Reports

/// A hardened gateway's page for people.
enum HardenedPage {
    private static let refreshSeconds = 5
    private static let rowCountMax = 20

    static func html(_ gateway: WholeGateway, publicKey: String, address: String) -> String {
        let ledger = gateway.ledger
        return StatusPage(
            title: "Gateway \(address)",
            subtitle: "The hardened receipt network \(ledger.parameters.name).",
            figures: [
                .init("receipts", "\(ledger.receipts.count)"),
                .init("nodes", "\(ledger.parameters.nodes.count)"),
                .init("peers", "\(ledger.peers.count)"),
                .init("epochs settled", "\(ledger.settlements.count)"),
                .init("users", "\(ledger.accounts.count)"),
            ],
            facts: [
                .init("public key", publicKey, isCode: true),
                .init("network", ledger.parameters.networkID.text, isCode: true),
                .init("chain head", ledger.head, isCode: true),
            ],
            tables: [
                nodes(ledger), receipts(ledger, publicKey), epochs(ledger), mint(gateway),
                validators(ledger),
            ],
            refreshSeconds: refreshSeconds
        ).html
    }

    private static func nodes(_ ledger: GatewaySystem) -> StatusPage.Table {
        .init(
            "Nodes", columns: ["key", "quality", "registered address", "receipts"],
            rows: ledger.parameters.nodes.prefix(rowCountMax).map { node in
                let count = ledger.receipts.count { $0.node.utf8.elementsEqual(node.key.utf8) }
                return [
                    .code(node.key), .number("\(node.qualityPermille) ‰"),
                    .code(node.address), .number("\(count)"),
                ]
            },
            empty: "No node is registered.")
    }

    private static func receipts(
        _ ledger: GatewaySystem, _ publicKey: String
    ) -> StatusPage.Table {
        .init(
            "Last receipts",
            columns: ["row", "receipt", "node", "gateway", "out", "chain hash"],
            rows: ledger.receipts.suffix(rowCountMax).reversed().map { receipt in
                [
                    .number("\(receipt.position)"), .code(receipt.id), .code(receipt.node),
                    .text(
                        receipt.gateway.utf8.elementsEqual(publicKey.utf8)
                            ? "this one" : "another"),
                    .number("\(receipt.outputTokens)"), .code(receipt.chainHash),
                ]
            },
            empty: "No receipt yet.")
    }

    private static func epochs(_ ledger: GatewaySystem) -> StatusPage.Table {
        .init(
            "Epochs", note: "A root is paid that validators of over two thirds of all weight sign.",
            columns: ["epoch", "root", "weight", "signed by", "stage"],
            rows: ledger.tallies.suffix(rowCountMax).reversed().map { tally in
                let isQuorate = ledger.isQuorate(epoch: tally.epoch, root: tally.root)
                let weight = "\(tally.weight) of \(ledger.parameters.totalWeight)"
                return [
                    .line(tally.epoch), .code(tally.root),
                    isQuorate ? .good(weight) : .open(weight),
                    .text(
                        tally.validators.map { String($0.prefix(8)) }.joined(separator: ", ")),
                    .line(ledger.stage(ofEpoch: tally.epoch).text),
                ]
            },
            empty: "No epoch has votes yet.")
    }

    private static func mint(_ gateway: WholeGateway) -> StatusPage.Table {
        let token = gateway.desk?.token.token
        return .init(
            "Mint",
            note: token.map { token in
                "Supply \(token.supply) of \(token.cap) units"
                    + (token.isPaused ? "; the token is paused." : ".")
            } ?? "This gateway mints nothing.",
            columns: ["epoch", "batch", "id", "root"],
            rows: (token?.batches ?? []).suffix(rowCountMax).reversed().map { batch in
                [
                    .number("\(batch.epoch)"), .number("\(batch.index)"), .code(batch.id),
                    .code(batch.root),
                ]
            },
            empty: "No batch is minted.")
    }

    private static func validators(_ ledger: GatewaySystem) -> StatusPage.Table {
        .init(
            "Validators", columns: ["key", "weight"],
            rows: ledger.parameters.validators.prefix(rowCountMax).map {
                [.code($0.key), .number("\($0.weight)")]
            },
            empty: "No validator is registered: no epoch can be paid.")
    }
}
