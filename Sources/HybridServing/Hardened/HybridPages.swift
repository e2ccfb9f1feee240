internal import Encodings
internal import HybridChain
internal import Routing
internal import Trials

/// The pages of a node, and the goods that it takes in their one form.
struct HybridPages {
    let desk: HybridDesk
    let facts: HybridFacts

    private static let goods: [(path: String, kind: HybridMessage.Kind)] = [
        ("/block", .block), ("/delta", .delta), ("/update", .update),
        ("/acknowledgement", .acknowledgement), ("/vote", .vote), ("/evidence", .evidence),
    ]
    private static let heightDigitCountMax = 18

    func answer(
        _ request: WebRequest, from source: Source, at clock: LogicalClock
    ) -> WebAnswer {
        let views = HybridViews(node: desk.node, facts: facts)
        let page: (() -> WebAnswer)? =
            switch request.path {
            case "/status": { .hybrid(views.status) }
            case "/votes": { .hybrid(views.votes) }
            case "/waiting-evidence": { .hybrid(views.evidence) }
            case "/blocks": { .hybrid(views.blocks) }
            case "/bundles": { bundles(request.query) }
            case "/genesis":
                {
                    WebAnswer(
                        status: 200, contentType: "application/octet-stream",
                        body: desk.node.rules.genesis.bytes)
                }
            default: nil
            }
        if let page {
            return request.method == "GET" ? page() : .hybridOtherMethod
        }
        let kind = Self.goods.first { $0.path == request.path }?.kind
        guard kind != nil || request.path == "/gossip" else { return .hybridUnknownPath }
        guard request.method == "POST" else { return .hybridOtherMethod }
        guard let kind else { return gossip(request.body, source, clock) }
        let (refusal, _) = desk.hear(
            HybridMessage(kind, request.body).bytes, from: source, at: clock)
        if let refusal { return .hybridRefusal(refusal) }
        return .hybrid(
            .object([
                JSONMember("taken", .boolean(true)),
                JSONMember("height", .count(desk.node.tree.head.number)),
            ]))
    }

    /// A refused message is answered as well as another: what it asked for comes along.
    private func gossip(
        _ body: [UInt8], _ source: Source, _ clock: LogicalClock
    ) -> WebAnswer {
        let (refusal, answers) = desk.hear(body, from: source, at: clock)
        if let refusal, answers.isEmpty { return .hybridRefusal(refusal) }
        return WebAnswer(
            status: 200, contentType: "application/octet-stream",
            body: HybridFrames.body(answers))
    }

    /// Blocks of the best chain with their deltas, as ``HybridFrames``: `from=NUMBER`, the first.
    private func bundles(_ query: String) -> WebAnswer {
        let digits = query.utf8.dropFirst("from=".utf8.count)
        guard query.utf8.starts(with: "from=".utf8), digits.count <= Self.heightDigitCountMax,
            let first = UInt64(String(decoding: digits, as: UTF8.self))
        else { return .hybridRefusal(400, "query", "expected from= and a number") }
        let bundles = desk.node.tree.main.blocks(from: first).lazy.compactMap {
            desk.node.bundle($0.hash)?.bytes
        }
        return WebAnswer(
            status: 200, contentType: "application/octet-stream", body: HybridFrames.body(bundles))
    }
}
