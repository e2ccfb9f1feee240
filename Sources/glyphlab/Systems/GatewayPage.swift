import Platform
import PublishedGateways
import Reports

/// A gateway's page for people.
enum GatewayPage {
    private static let refreshSeconds = 5

    static func html(_ overview: GatewayOverview, address: String) -> String {
        StatusPage(
            title: "Gateway \(address)",
            subtitle: "The published receipt network, as "
                + (overview.mode == .meant
                    ? "meant: all endpoints work."
                    : "shipped: twelve endpoints answer 422 to every body."),
            figures: [
                .init("receipts", "\(overview.receiptCount)"),
                .init("nodes", "\(overview.nodes.count)"),
                .init("peers", "\(overview.peers.count)"),
                .init("epochs", "\(overview.epochCount)"),
                .init("validators", "\(overview.validators.count)"),
            ],
            facts: facts(overview),
            tables: [
                nodes(overview), receipts(overview), epochs(overview), mint(overview),
                validators(overview),
            ],
            refreshSeconds: refreshSeconds
        ).html
    }

    private static func facts(_ overview: GatewayOverview) -> [StatusPage.Fact] {
        [
            .init("public key", overview.publicKey, isCode: true),
            .init(
                "chain head", overview.chainHead.isEmpty ? "none" : overview.chainHead,
                isCode: !overview.chainHead.isEmpty),
            .init(
                "peers", overview.peers.isEmpty ? "none" : overview.peers.joined(separator: ", ")),
        ]
    }

    private static func nodes(_ overview: GatewayOverview) -> StatusPage.Table {
        .init(
            "Nodes", columns: ["name", "key", "URL", "receipts", "is paid at"],
            rows: overview.nodes.map { node in
                [
                    .text(node.name), .code(node.key), .line(node.url),
                    .number("\(node.receiptCount)"),
                    node.address.map { .code($0) } ?? .open("no address"),
                ]
            },
            empty: "No node has registered since the gateway began.")
    }

    private static func receipts(_ overview: GatewayOverview) -> StatusPage.Table {
        .init(
            "Last receipts",
            columns: ["row", "time", "receipt", "node", "gateway", "in", "out", "chain hash"],
            rows: overview.receipts.map { receipt in
                [
                    .number("\(receipt.position)"),
                    .line(
                        receipt.createdSeconds.map { UTCTime.text(secondsSince1970: $0) }
                            ?? "no time"),
                    .code(receipt.id), .code(receipt.node),
                    .text(
                        receipt.gateway.utf8.elementsEqual(overview.publicKey.utf8)
                            ? "this one" : "another"),
                    .number(receipt.inputTokens), .number(receipt.outputTokens),
                    .code(receipt.chainHash),
                ]
            },
            empty: "No receipt yet.")
    }

    private static func epochs(_ overview: GatewayOverview) -> StatusPage.Table {
        .init(
            "Epochs", note: "Signatures are shown; no rule of the published network reads them.",
            columns: ["epoch", "total", "root", "signed", "keys"],
            rows: overview.epochs.map { epoch in
                let count = epoch.signers.count
                let signed = "by \(count), threshold \(overview.threshold)"
                return [
                    .line(epoch.id), .number(epoch.total), .code(epoch.root),
                    count > 0 ? .good(signed) : .open(signed),
                    .text(
                        epoch.signers.isEmpty
                            ? "nobody"
                            : epoch.signers.map { String($0.prefix(8)) }.joined(separator: ", ")),
                ]
            },
            empty: "No epoch is settled yet.")
    }

    private static func mint(_ overview: GatewayOverview) -> StatusPage.Table {
        let token = overview.tokenAddress.isEmpty ? "no token is set" : overview.tokenAddress
        return .init(
            "Mint",
            note: "Token on \(overview.tokenNetwork): \(token). "
                + "Proposals: \(overview.proposalCount).",
            columns: ["epoch", "state", "transaction"],
            rows: overview.epochs.map { epoch in
                [
                    .line(epoch.id), epoch.isFinalized ? .good("minted") : .open("not minted"),
                    epoch.anchor.map { .code($0) } ?? .text("none"),
                ]
            },
            empty: "Nothing to mint: no epoch is settled.")
    }

    private static func validators(_ overview: GatewayOverview) -> StatusPage.Table {
        .init(
            "Validators", columns: ["key", "weight"],
            rows: overview.validators.map { [.code($0.key), .number($0.weight)] },
            empty: "No validator is listed: nobody can sign an epoch.")
    }
}
