internal import BigInt
internal import PythonValues
internal import PythonWeb

/// Nodes, peers, addresses, validators and quality: open to all.
extension PublishedGateway {
    private static let registerSchema = RequestSchema([
        RequestMember("public_name", .text), RequestMember("node_url", .text),
        RequestMember("node_pubkey", .text),
    ])

    /// A key that is known keeps its place.
    func register(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.registerSchema.members(ofBody: request.body)
        let node = RegisteredNode(
            key: try members.text("node_pubkey"), name: try members.text("public_name"),
            url: try members.text("node_url"))
        if let place = nodes.firstIndex(where: { $0.key == node.key }) {
            nodes[place] = node
        } else {
            nodes.append(node)
        }
        return .ok()
    }

    func listNodes() throws -> PythonValue {
        let addresses = try ledger.addresses()
        return .list(
            nodes.map { node in
                let address = addresses.first { $0.node.equals(.string(node.key)) }?.address
                return .object([
                    "name": .string(node.name), "url": .string(node.url),
                    "pubkey": .string(node.key), "has_eth_address": .boolean(address != nil),
                    "eth_address": address ?? .none,
                ])
            })
    }

    private static let peerSchema = RequestSchema([RequestMember("url", .text)])

    func addPeer(_ request: GatewayRequest) throws -> PythonValue {
        let url = try Self.peerSchema.members(ofQuery: request.query).text("url")
        if !peers.contains(url) { peers.append(url) }
        return .ok(["peers": .list(peers.map(PythonValue.string))])
    }

    private static let addressSchema = RequestSchema([
        RequestMember("node_pubkey", .text), RequestMember("eth_address", .text),
    ])

    func setAddress(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.addressSchema.members(ofBody: request.body)
        let address = try members.text("eth_address")
        guard EthereumAddress.isAllowed(address) else {
            throw RequestFailure.refused(400, PythonText("Invalid Ethereum address: ") + address)
        }
        try Self.refusing(status: 400) { () throws(PythonError) in
            try ledger.setAddress(
                address, ofNode: try members.text("node_pubkey"), now: request.now)
        }
        return .ok()
    }

    /// `except ValueError`, of which Unicode's errors are a kind.
    static func refusing(
        status: Int, _ body: () throws(PythonError) -> Void
    ) throws {
        do throws(PythonError) {
            try body()
        } catch .value(let what) {
            throw RequestFailure.refused(status, what)
        } catch .unicode(let what) {
            throw RequestFailure.refused(status, what)
        }
    }

    private static let validatorSchema = RequestSchema([
        RequestMember("pubkey", .text),
        RequestMember("weight", .float, absent: .float(PythonFloat(1))),
    ])

    func addValidator(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.validatorSchema.members(ofBody: request.body)
        try ledger.addValidator(
            try members.text("pubkey"), weight: members.float("weight") ?? PythonFloat(1))
        return try validatorAnswer()
    }

    func removeValidator(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.validatorSchema.members(ofBody: request.body)
        try ledger.removeValidator(try members.text("pubkey"))
        return try validatorAnswer()
    }

    private func validatorAnswer() throws -> PythonValue {
        let validators = try ledger.validators()
        return .ok([
            "validators": .list(
                validators.map { .object(["pubkey": $0.key, "weight": $0.weight]) })
        ])
    }

    private static let qualitySchema = RequestSchema([
        RequestMember("receipt_id", .text), RequestMember("node_pubkey", .text),
        RequestMember("score", .float),
    ])

    /// NaN is neither less than 0 nor above 1.
    func recordQuality(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.qualitySchema.members(ofBody: request.body)
        let score = members.float("score") ?? PythonFloat(0)
        let number = PythonNumber.float(score)
        guard !number.isLess(than: .integer(0)), !PythonNumber.integer(1).isLess(than: number)
        else { throw RequestFailure.refused(400, "score out of range") }
        try ledger.recordQuality(
            receipt: try members.text("receipt_id"), node: try members.text("node_pubkey"),
            score: score, now: request.now)
        return .ok()
    }
}
