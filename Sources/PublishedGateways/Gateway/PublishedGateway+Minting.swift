internal import BigInt
internal import PythonValues
internal import PythonWeb

/// The token's configuration, minting, and proposals of mints.
extension PublishedGateway {
    private static let tokenSchema = RequestSchema([
        RequestMember("token_address", .text),
        RequestMember("network", .text, absent: .text("polygon")),
        RequestMember("rpc_url", .text, isNullable: true),
    ])

    func tokenConfiguration() throws -> PythonValue {
        .object([
            "token_address": try ledger.tokenAddress(), "network": try ledger.tokenNetwork(),
            "rpc_url": try ledger.rpcURL(),
        ])
    }

    func configureToken(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.tokenSchema.members(ofBody: request.body)
        let address = try members.text("token_address")
        guard EthereumAddress.isAllowed(address) else {
            throw RequestFailure.refused(400, PythonText("Invalid token address: ") + address)
        }
        try Self.refusing(status: 400) { () throws(PythonError) in
            try ledger.setTokenAddress(address)
            try ledger.set(LedgerSetting.tokenNetwork, to: try members.text("network"))
            if case .string(let url)? = members["rpc_url"], !url.codePoints.isEmpty {
                try ledger.set(LedgerSetting.rpcURL, to: url)
            }
        }
        return .ok()
    }

    func tokenSupply() throws -> PythonValue {
        try Self.telling(status: 500) { () throws(PythonError) in try minter.supply(ledger: ledger)
        }
    }

    /// `except Exception`: the text of any exception as the answer's detail.
    private static func telling<Value>(
        status: Int, _ body: () throws(PythonError) -> Value
    ) throws -> Value {
        do throws(PythonError) {
            return try body()
        } catch {
            throw RequestFailure.refused(status, error.message)
        }
    }

    private static let epochMember = RequestMember("epoch_id", .text)

    func previewMint(_ request: GatewayRequest) throws -> PythonValue {
        let id = try RequestSchema([Self.epochMember]).members(ofBody: request.body)
            .text("epoch_id")
        return try Self.telling(status: 400) { () throws(PythonError) in
            let address = try ledger.tokenAddress()
            guard address.isTrue else {
                throw .other(
                    name: "RuntimeError",
                    "Token contract address not configured. "
                        + "Set via ledger.set_token_address('0x...')")
            }
            let url = try ledger.rpcURL()
            let configuration = PythonValue.object([
                "token_address": address, "network": try ledger.tokenNetwork(),
                "rpc_url": url.isTrue ? url : .text("default"),
            ])
            let payouts = try ledger.payouts(ofEpoch: id)
            return .object([
                "epoch_id": .string(id), "config": configuration,
                "payouts": .list(
                    payouts.map {
                        .object(["address": $0.address, "amount": .integer($0.amount)])
                    }),
                "total_recipients": .integer(BigInt(payouts.count)),
            ])
        }
    }

    private static let anchorSchema = RequestSchema([epochMember, RequestMember("txid", .text)])

    func anchorMint(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.anchorSchema.members(ofBody: request.body)
        let id = try members.text("epoch_id")
        _ = try knownEpoch(id)
        try ledger.anchorEpoch(id, transaction: try members.text("txid"))
        return .ok()
    }

    private static let executeSchema = RequestSchema([
        epochMember, RequestMember("dry_run", .boolean, absent: .boolean(false)),
    ])

    func executeMint(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.executeSchema.members(ofBody: request.body)
        let id = try members.text("epoch_id")
        let isDryRun = members["dry_run"]?.isTrue ?? false
        let hash = try Self.telling(status: 500) { () throws(PythonError) in
            try minter.mintRewards(epoch: id, isDryRun: isDryRun, ledger: ledger)
        }
        return .ok(["tx_hash": .string(hash)])
    }

    // MARK: Proposals

    private static let proposalMembers = [
        epochMember, RequestMember("epoch_root", .text), RequestMember("psbt_base64", .text),
        RequestMember("proposer_pubkey", .text),
    ]
    private static let proposeSchema = RequestSchema(proposalMembers)

    func proposeMint(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.proposeSchema.members(ofBody: request.body)
        let epoch = try members.text("epoch_id")
        let root = try members.text("epoch_root")
        let snapshot = try knownEpoch(epoch)
        guard try snapshot.optionalMember("root").equals(.string(root)) else {
            throw RequestFailure.refused(400, "epoch root mismatch")
        }
        let id = PythonText(surroundings.uniqueID())
        let proposal = MintProposal(
            id: id, epoch: epoch, root: root, content: try members.text("psbt_base64"),
            proposer: try members.text("proposer_pubkey"), signatures: PythonDictionary(),
            createdAt: request.now)
        keep(proposal)
        // Peers that join, and signatures that come, while a call is out are told, too.
        var index = 0
        while index < peers.count {
            let current = proposals.first { $0.id == id } ?? proposal
            tell(peers[index], path: "/gossip/mint_proposals", .list([Self.gossip(current)]))
            index += 1
        }
        return .ok(["proposal_id": .string(id)])
    }

    private func keep(_ proposal: MintProposal) {
        if let place = proposals.firstIndex(where: { $0.id == proposal.id }) {
            proposals[place] = proposal
        } else {
            proposals.append(proposal)
        }
    }

    private static func gossip(_ proposal: MintProposal) -> PythonValue {
        .object([
            "epoch_id": .string(proposal.epoch), "epoch_root": .string(proposal.root),
            "psbt_base64": .string(proposal.content),
            "proposer_pubkey": .string(proposal.proposer),
            "signatures": .dictionary(proposal.signatures),
            "created_at": .float(proposal.createdAt), "id": .string(proposal.id),
        ])
    }

    private static let submitSchema = RequestSchema([
        RequestMember("proposal_id", .text), RequestMember("signer_pubkey", .text),
        RequestMember("signature", .text),
    ])

    func submitSignature(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.submitSchema.members(ofBody: request.body)
        let id = try members.text("proposal_id")
        guard let place = proposals.firstIndex(where: { $0.id == id }) else {
            throw RequestFailure.refused(404, "proposal not found")
        }
        proposals[place].signatures[try members.text("signer_pubkey")] =
            .string(try members.text("signature"))
        return .ok(["num_signatures": .integer(BigInt(proposals[place].signatures.count))])
    }

    func listProposals() -> PythonValue {
        .list(
            proposals.map { proposal in
                .object([
                    "id": .string(proposal.id), "epoch_id": .string(proposal.epoch),
                    "epoch_root": .string(proposal.root),
                    "proposer_pubkey": .string(proposal.proposer),
                    "num_signatures": .integer(BigInt(proposal.signatures.count)),
                    "created_at": .float(proposal.createdAt),
                ])
            })
    }

    private static let gossipSchema = RequestSchema(
        [RequestMember("id", .text)] + proposalMembers + [
            RequestMember("signatures", .objectOfTexts, isNullable: true),
            RequestMember("created_at", .float, isNullable: true),
        ])

    func gossipProposals(_ request: GatewayRequest) throws -> PythonValue {
        var acceptedCount = 0
        for members in try Self.gossipSchema.list(ofBody: request.body) {
            let id = try members.text("id")
            let (epoch, root) = (try members.text("epoch_id"), try members.text("epoch_root"))
            guard !proposals.contains(where: { $0.id == id }),
                let snapshot = try ledger.epoch(epoch),
                try snapshot.optionalMember("root").equals(.string(root))
            else { continue }
            var signatures = PythonDictionary()
            if case .dictionary(let given)? = members["signatures"] { signatures = given }
            let createdAt = members.float("created_at")
            proposals.append(
                MintProposal(
                    id: id, epoch: epoch, root: root, content: try members.text("psbt_base64"),
                    proposer: try members.text("proposer_pubkey"), signatures: signatures,
                    createdAt: createdAt.flatMap { $0.isZero ? nil : $0 } ?? request.now))
            acceptedCount += 1
        }
        return .object(["accepted": .integer(BigInt(acceptedCount))])
    }
}
