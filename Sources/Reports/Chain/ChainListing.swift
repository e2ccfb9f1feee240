package import Encodings

/// A chain with its last blocks and the payments that wait, as text and JSON.
package struct ChainListing: Sendable {
    package struct Row: Sendable {
        package let height: Int
        package let hash: String
        package let miner: String
        package let paymentCount: Int
        package let timestampSeconds: Int?
        package let work: String
        package let state: String

        package init(
            height: Int, hash: String, miner: String, paymentCount: Int, timestampSeconds: Int?,
            work: String, state: String
        ) {
            self.height = height
            self.hash = hash
            self.miner = miner
            self.paymentCount = paymentCount
            self.timestampSeconds = timestampSeconds
            self.work = work
            self.state = state
        }

        fileprivate var json: JSONValue {
            .object([
                JSONMember("height", .integer(height)), JSONMember("hash", .string(hash)),
                JSONMember("miner", .string(miner)),
                JSONMember("payments", .integer(paymentCount)),
                JSONMember("timestamp", timestampSeconds.map(JSONValue.integer) ?? .null),
                JSONMember("work", .string(work)), JSONMember("state_digest", .string(state)),
            ])
        }
    }

    package let chain: ChainReport
    /// As texts, oldest first.
    package let payments: [String]
    /// Ascending by height.
    package let blocks: [Row]

    package init(
        chain: ChainReport, payments: [String], blocks: [Row]
    ) {
        self.chain = chain
        self.payments = payments
        self.blocks = blocks
    }

    package var text: String {
        let listed = payments.map { "waits: \(Self.shown($0, scalarCountMax: 300))\n" }.joined()
        var table = ColumnTable(titles: ["time", "work", "payments", "miner", "hash"])
        for row in blocks {
            table.add(
                "\(row.height)",
                [
                    row.timestampSeconds.map(String.init) ?? "?", row.work,
                    "\(row.paymentCount)", Self.shown(row.miner), Self.shown(row.hash),
                ])
        }
        return chain.text + listed + "\n" + table.text
    }

    private static func shown(_ text: String, scalarCountMax: Int = 64) -> String {
        String(JSONValue.quoted(text, scalarCountMax: scalarCountMax).dropFirst().dropLast())
    }

    package var json: JSONValue {
        .object(
            chain.members + [
                JSONMember("waiting_payments", .array(payments.map(JSONValue.string))),
                JSONMember("blocks", .array(blocks.map(\.json))),
            ])
    }
}
