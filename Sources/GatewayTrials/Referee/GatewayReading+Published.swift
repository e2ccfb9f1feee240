internal import Encodings
internal import Scenarios
internal import Trials

/// Published messages: a vote names an epoch, a request a window of time, a batch is a bare list.
extension GatewayReading {
    static let publishedVoteKeys = ["epoch_id", "signature", "validator_pubkey"]
    static let publishedRequestKeys = ["end_time", "start_time", "token_ticker", "total_amount"]
    static let publishedMintKeys = ["dry_run", "epoch_id"]

    func publishedVote(_ value: JSONValue) throws(Inexact) -> ExactVote {
        try expectKeys(value, Self.publishedVoteKeys, "a vote")
        _ = try base64(value, "signature", 64)
        return ExactVote(
            validator: try base64(value, "validator_pubkey", 32),
            epoch: try text(value, "epoch_id"), root: nil, canonicalBytes: Self.canonical(value))
    }

    func publishedRequest(_ value: JSONValue) throws(Inexact) -> ExactRequest {
        try expectKeys(value, Self.publishedRequestKeys, "a settlement")
        let window = ExactWindow(
            start: try milliseconds(value, "start_time"), end: try milliseconds(value, "end_time"),
            ticker: try text(value, "token_ticker"))
        guard window.ticker.wholeMatch(of: /[A-Z]{1,16}/) != nil else {
            throw Inexact(why: "a ticker of other letters than A to Z")
        }
        return ExactRequest(
            epoch: window.id, total: try integer(value, "total_amount"), receiptCount: nil,
            root: nil, notes: 0, window: window, canonicalBytes: Self.canonical(value))
    }

    /// A request to pay an epoch. **Result:** its one form.
    func mint(_ bytes: [UInt8]) -> Result<[UInt8], Inexact> {
        Result { () throws(Inexact) in
            let value = try Self.parse(bytes)
            guard profile == .published else {
                try expectKeys(value, ["epoch"], "a request to pay")
                _ = try integer(value, "epoch")
                return Self.canonical(value)
            }
            try expectKeys(value, Self.publishedMintKeys, "a request to mint")
            guard value.member("dry_run")?.booleanValue == false else {
                throw Inexact(why: "dry_run is not false")
            }
            _ = try text(value, "epoch_id")
            return Self.canonical(value)
        }
    }
}
