import BigInt
import PublishedGateways
import PythonValues
import TestSupport

/// Receipts that carry a number as their output tokens: what was confirmed, and what is there.
enum Kept {
    /// Asks for the text of a number; whether it came.
    static func asksForText(_ number: Int, _ client: RawHTTPClient) throws -> Bool {
        let answer = try client.exchange("POST", "/inference", #"{"prompt":"\#(number)"}"#)
        return answer?.status == 200 && answer?.text == #"{"text":"\#(number)!"}"#
    }

    /// Passes on a receipt with a number; whether it was taken.
    static func gossips(_ number: Int, _ client: RawHTTPClient) throws -> Bool {
        let receipt = try Party.receipt(
            gateway: "other", node: "node-x", session: "s-\(number)", outputTokens: number)
        let answer = try client.exchange("POST", "/gossip/receipts", "[\(receipt)]")
        return answer?.status == 200 && answer?.text == #"{"accepted":1}"#
    }

    /// The numbers of all receipts, ascending.
    static func numbers(_ ledger: PublishedLedger) throws -> [Int] {
        try ledger.receipts().map { receipt -> Int in
            guard case .integer(let number)? = receipt.members["output_tokens"] else { return -1 }
            return Int(clamping: number)
        }.sorted()
    }
}
