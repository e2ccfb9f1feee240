internal import Chains
internal import Cryptography
internal import Encodings
internal import GlyphChain
package import Routing
internal import Trials

extension HardenedChainNode {
    /// The answer to a request: cheap, and never an inference.
    ///
    /// - Parameter source: the host of the connection, with or without a port.
    package func answer(
        _ request: WebRequest, from source: String, atMilliseconds milliseconds: Int
    ) -> WebAnswer {
        counts.requests += 1
        guard fault == nil else { return unavailable }
        switch (request.method, request.path) {
        case ("GET", NodeStatus.path):
            return WebAnswer(status: 200, body: status.bytes)
        case ("GET", PeerLists.path):
            return WebAnswer(status: 200, body: PeerLists.bytes(peers))
        case ("GET", HeadersQuery.path): return headers(request.query, source)
        case ("GET", BlocksQuery.path): return blocks(request.query, source)
        case ("POST", PeerLists.path): return take(peer: request.body, from: source, milliseconds)
        case ("POST", BlocksQuery.path):
            return take(blocks: request.body, from: source, atMilliseconds: milliseconds)
        case ("POST", PaymentLists.path):
            return take(payments: request.body, from: source, atMilliseconds: milliseconds)
        case ("GET", "/chain"):
            return said(404, "whole chains are not sent: ask /headers, then /blocks")
        default: return said(404, "no such resource")
        }
    }

    var unavailable: WebAnswer { said(503, "the node's store has failed") }

    func said(_ status: Int, _ message: String) -> WebAnswer {
        WebAnswer(
            status: status,
            body: Array(
                JSONValue.object([JSONMember("message", .string(message))]).compactText.utf8))
    }

    /// The answer to what a guard stopped.
    func refused(_ refusal: Refusal, _ status: Int, from source: String) -> WebAnswer {
        note(.refused(source: source, refusal))
        return WebAnswer(
            status: status,
            body: Array(
                JSONValue.object([
                    JSONMember("message", .string(refusal.message)),
                    JSONMember("refused", .string(refusal.by.name)),
                ]).compactText.utf8))
    }

    func malformed(_ expected: String, from source: String) -> WebAnswer {
        refused(
            Refusal(
                index: nil, by: HardenedNodeGuards.message, message: "expected \(expected)"),
            400, from: source)
    }

    var isStrict: Bool { node.rules.guards.has(HardenedNodeGuards.message) }

    // MARK: Reading

    private func headers(_ query: String, _ source: String) -> WebAnswer {
        guard let query = HeadersQuery(query) else {
            return malformed("have=HEIGHT:HASH,… as this node spells it", from: source)
        }
        let chain = node.chain
        guard
            let common = query.have.first(where: {
                $0.height < chain.count && chain[$0.height].digest == $0.hash
            })
        else {
            return refused(
                Refusal(
                    index: nil, by: HardenedNodeGuards.chain,
                    message: "none of these points is of this chain"),
                409, from: source)
        }
        let last = min(node.height, common.height + HardenedNodeLimits.headerCountMax)
        return read { () throws(StoreError) in
            var headers: [[UInt8]] = []
            for height in common.height + 1..<last + 1 {
                headers.append(
                    try node.blockBytes(atHeight: height, first: SealedHeader.byteCount))
            }
            return BlockLists.bytes(headers: headers)
        }
    }

    private func blocks(_ query: String, _ source: String) -> WebAnswer {
        guard let query = BlocksQuery(query) else {
            return malformed("first=H&count=N&last=HASH as this node spells it", from: source)
        }
        let chain = node.chain
        let last = query.first + query.count - 1
        guard last < chain.count, chain[last].digest == query.last else {
            return said(409, "this node's chain has another block there, or none")
        }
        return read { () throws(StoreError) in
            var blocks: [[UInt8]] = []
            var byteCount = 4
            for height in query.first...last {
                let block = try node.blockBytes(atHeight: height)
                byteCount += block.count + 4
                if byteCount > HardenedNodeLimits.rangeByteCountMax, !blocks.isEmpty { break }
                blocks.append(block)
            }
            return BlockLists.bytes(blocks: blocks)
        }
    }

    private func read(_ body: () throws(StoreError) -> [UInt8]) -> WebAnswer {
        do throws(StoreError) {
            return WebAnswer(
                status: 200, contentType: "application/octet-stream", body: try body())
        } catch {
            fault = error
            return unavailable
        }
    }

    // MARK: Peers

    /// Takes the address of a caller, which must stand where it calls from; it becomes a peer once
    /// it has answered.
    private func take(
        peer body: [UInt8], from source: String, _ milliseconds: Int
    ) -> WebAnswer {
        guard let named = PeerLists.peers(body, isStrict: isStrict), named.count == 1 else {
            return malformed("an array of the caller's own address, host:port", from: source)
        }
        let isCallers = SourceHost.host(ofSource: source).utf8.elementsEqual(named[0].host.utf8)
        guard isCallers || named[0].numbers == nil else {
            return refused(
                Refusal(
                    index: nil, by: HardenedNodeGuards.peerAnswered,
                    message: "\(named[0]) is not where the caller calls from"),
                400, from: source)
        }
        let isSilenced = ledger.isPaused(
            .caller(named[0].group), atMilliseconds: milliseconds)
        let silenced = refusal(HardenedNodeGuards.budget, "its network is not listened to")
        if let refusal = isSilenced ? silenced : book.consider(named[0], from: nil) {
            return refused(refusal, 400, from: source)
        }
        return said(202, "will be asked")
    }
}
