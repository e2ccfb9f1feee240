internal import BigInt
internal import Cryptography
internal import PythonValues
internal import PythonWeb

extension PublishedGateway {
    private static let settleSchema = RequestSchema([
        RequestMember("token_ticker", .text, absent: .text("GLYPH")),
        RequestMember("total_amount", .integer),
        RequestMember("start_time", .float, isNullable: true),
        RequestMember("end_time", .float, isNullable: true),
    ])

    /// The snapshot with its root and signature, which is stored; an error without receipts.
    func settle(_ request: GatewayRequest) throws -> PythonValue {
        let plan = try Self.settleSchema.members(ofBody: request.body)
        let (start, end) = (plan.float("start_time"), plan.float("end_time"))
        let contributions = try ledger.contributions(from: start, until: end)
        guard ledger.checks.pass(.noContribution, if: !contributions.isEmpty) else {
            return .object(["error": .text("no receipts in epoch")])
        }
        let total = try (plan["total_amount"] ?? .none).convertedToInteger()
        let payouts = try payouts(of: contributions, total: total)
        let ticker = try plan.text("token_ticker")
        let from = try PublishedSettlement.seconds(start, or: PythonFloat(0))
        let until = try PublishedSettlement.seconds(end, or: request.now)
        let id = PythonText("\(from)-\(until)-") + ticker
        var snapshot = PythonDictionary([
            "epoch_id": .string(id), "created_at": .float(request.now),
            "start_time": plan["start_time"] ?? .none, "end_time": plan["end_time"] ?? .none,
            "token_ticker": .string(ticker), "total_amount": .integer(total),
            "payouts": .list(payouts),
        ])
        let payload = Array(try PythonJSONWriter.text(.dictionary(snapshot)).utf8)
        snapshot["root"] = .text(Digests.sha256(payload).text)
        snapshot["gateway_sig"] = .text(identity.signature(of: payload))
        try ledger.saveEpoch(id, snapshot: snapshot)
        publish(epoch: id, snapshot, now: request.now)
        return .dictionary(snapshot)
    }

    /// In the order of the nodes' first receipts; a node without an address is passed over, and its
    /// share lost.
    private func payouts(
        of contributions: [(node: PythonValue, sum: PythonFloat)], total: BigInt
    ) throws -> [PythonValue] {
        let addresses = try ledger.addresses()
        let sum = PublishedSettlement.sum(of: contributions.map(\.sum))
        var payouts: [PythonValue] = []
        for (node, contribution) in contributions {
            guard let address = addresses.first(where: { $0.node.equals(node) })?.address,
                address.isTrue
            else { continue }
            let amount = try PublishedSettlement.payout(
                total: total, contribution: contribution, sum: sum)
            payouts.append(
                .object([
                    "node_pubkey": node, "eth_address": address, "amount": .integer(amount),
                ]))
        }
        return payouts
    }

    private static let signSchema = RequestSchema([
        RequestMember("epoch_id", .text), RequestMember("validator_pubkey", .text),
        RequestMember("signature", .text),
    ])

    /// A validator's signature of the stored snapshot, root and gateway's signature included.
    func signEpoch(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.signSchema.members(ofBody: request.body)
        let id = try members.text("epoch_id")
        let key = try members.text("validator_pubkey")
        let signature = try members.text("signature")
        let checks = ledger.checks
        let known = try ledger.epoch(id)
        guard checks.pass(.epochKnown, if: known != nil) else {
            throw RequestFailure.refused(404, "epoch not found")
        }
        let isListed = try ledger.validators().contains { $0.key.equals(.string(key)) }
        guard checks.pass(.validatorRegistered, if: isListed) else {
            throw RequestFailure.refused(403, "validator not authorized")
        }
        // An unknown epoch has nothing to sign, and is met only where its check is taken out.
        let payload = Array(try PythonJSONWriter.text(known ?? .none).utf8)
        let isSigned =
            try known == nil
            || checks.verifies(
                .voteSignature, key: .string(key), message: payload, signature: .string(signature))
        guard isSigned else { throw RequestFailure.refused(400, "invalid signature") }
        try ledger.addSignature(signature, by: key, ofEpoch: id)
        return .ok([
            "signatures": try signatureList(id), "quorum": try ledger.quorumThreshold(),
        ])
    }

    func epochStatus(_ id: PythonText) throws -> PythonValue {
        .object([
            "snapshot": try knownEpoch(id), "signatures": try signatureList(id),
            "quorum": try ledger.quorumThreshold(),
        ])
    }

    func knownEpoch(_ id: PythonText) throws -> PythonValue {
        guard let snapshot = try ledger.epoch(id) else {
            throw RequestFailure.refused(404, "epoch not found")
        }
        return snapshot
    }

    private func signatureList(_ id: PythonText) throws -> PythonValue {
        .list(
            try ledger.signatures(ofEpoch: id).map {
                .object(["pubkey": $0.key, "signature": $0.signature])
            })
    }
}
