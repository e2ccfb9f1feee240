internal import BigInt
internal import PythonValues
internal import PythonWeb

extension PublishedGateway {
    func gossip(_ request: GatewayRequest) throws -> PythonValue {
        let outcomes = try RequestBody.objects(request.body).map(ledger.take)
        let acceptedCount = outcomes.count {
            if case .refused = $0 { return false }
            return true
        }
        return .object(["accepted": .integer(BigInt(acceptedCount))])
    }

    func listReceipts() throws -> PythonValue {
        .list(try ledger.receipts().map { .dictionary($0.members) })
    }

    private static let pullSchema = RequestSchema([
        RequestMember("since", .float, absent: .float(PythonFloat(0))),
        RequestMember("limit", .integer, absent: .integer(200)),
    ])

    func pullReceipts(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.pullSchema.members(ofQuery: request.query)
        return .list(
            try ledger.objects(
                since: members.float("since") ?? PythonFloat(0),
                limit: members["limit"] ?? .none))
    }

    /// Tells a peer, whose answer counts for nothing.
    func tell(_ peer: PythonText, path: String, _ value: PythonValue) {
        guard let url = try? peer.utf8(),
            let body = try? PythonJSONWriter.text(value, sortsKeys: false, style: .response)
        else { return }
        _ = surroundings.answer(
            to: OutgoingCall(
                method: "POST", url: String(decoding: url, as: UTF8.self) + path,
                body: Array(body.utf8)))
    }
}
