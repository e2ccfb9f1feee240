import NodeServing
import Platform
import Reports

/// A node's page for people.
enum ChainNodePage {
    private static let refreshSeconds = 5
    private static let rowCountMax = 20

    static func html(_ view: NodeView, address: String) -> String {
        StatusPage(
            title: "Node \(address)",
            subtitle: "A node of a chain of proofs of inference, under the \(view.rules) rules.",
            figures: [
                .init("height", "\(view.height)"),
                .init("peers", "\(view.peers.count)"),
                .init("payments waiting", "\(view.waitingPaymentCount)"),
                .init(
                    view.mining.isOn ? "proofs/s" : "proofs/s, not mining", view.proofsPerSecond),
                .init("blocks won", "\(view.mining.wonCount)"),
            ],
            facts: [
                .init("tip", view.tip, isCode: true),
                .init("work", view.work, isCode: true),
                .init(
                    "requests",
                    "\(view.serving.requestCount), of which \(view.serving.refusedCount) refused"
                ),
            ],
            pictures: [
                ForkPicture(
                    hashes: view.chain.map(\.hash), height: max(0, view.height),
                    branches: view.branches.map {
                        ForkPicture.Branch(forkHeight: $0.forkHeight, hashes: $0.hashes)
                    }
                ).picture(title: "Forks")
            ],
            tables: [blocks(view), peers(view)], refreshSeconds: refreshSeconds
        ).html
    }

    private static func blocks(_ view: NodeView) -> StatusPage.Table {
        .init(
            "Last blocks", columns: ["height", "hash", "miner", "payments", "time"],
            rows: view.blocks.map { block in
                [
                    .number("\(block.height)"), .code(block.hash), .code(block.miner),
                    .number("\(block.paymentCount)"), .line(time(block.timestampSeconds)),
                ]
            },
            empty: "No block yet.")
    }

    private static func peers(_ view: NodeView) -> StatusPage.Table {
        .init(
            "Peers", note: "At most \(rowCountMax) are shown.", columns: ["URL", "state"],
            rows: view.peers.prefix(rowCountMax).map { peer in
                [
                    .text(peer.url),
                    peer.state == .answers ? .good("answers") : .open(peer.state.rawValue),
                ]
            },
            empty: "No peer is known.")
    }

    /// A block's stamp may be any number.
    private static func time(_ seconds: Int) -> String {
        (0...ChainClock.secondsMax).contains(seconds)
            ? UTCTime.text(secondsSince1970: seconds) : "\(seconds)"
    }
}
