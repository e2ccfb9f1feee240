import Encodings
import Reports

/// A chain with its last blocks and the payments that wait, as text and JSON.
struct ChainListing {
    struct Row {
        let height: Int
        let hash: String
        let miner: String
        let paymentCount: Int
        let timestampSeconds: Int?
        let work: String
        let state: String

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

    let chain: ChainReport
    /// As texts, oldest first.
    let payments: [String]
    /// Ascending by height.
    let blocks: [Row]

    var text: String {
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

    var json: JSONValue {
        .object(
            chain.members + [
                JSONMember("waiting_payments", .array(payments.map(JSONValue.string))),
                JSONMember("blocks", .array(blocks.map(\.json))),
            ])
    }
}
