public import Encodings

/// A chain with its last blocks and the payments that wait, as text and JSON.
public struct ChainListing: Sendable {
    public struct Row: Sendable {
        public let height: Int
        public let hash: String
        public let miner: String
        public let paymentCount: Int
        public let timestampSeconds: Int?
        public let work: String
        public let state: String

        public init(
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

    public let chain: ChainReport
    /// As texts, oldest first.
    public let payments: [String]
    /// Ascending by height.
    public let blocks: [Row]

    public init(
        chain: ChainReport, payments: [String], blocks: [Row]
    ) {
        self.chain = chain
        self.payments = payments
        self.blocks = blocks
    }

    public var text: String {
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

    public var json: JSONValue {
        .object(
            chain.members + [
                JSONMember("waiting_payments", .array(payments.map(JSONValue.string))),
                JSONMember("blocks", .array(blocks.map(\.json))),
            ])
    }
}
