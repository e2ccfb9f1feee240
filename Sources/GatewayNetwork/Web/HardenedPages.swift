internal import BigInt
internal import Encodings
internal import PythonValues
internal import Routing
internal import Trials

/// The state of a hardened gateway, as GET shows it. Amounts are texts.
struct HardenedPages {
    let gateway: WholeGateway
    let clock: LogicalClock

    private var ledger: GatewaySystem { gateway.ledger }

    /// Whether something is served at a path, be it that it names an epoch or a session.
    func has(_ path: String) -> Bool {
        ["/accounts", "/nodes", "/price", "/proposals", "/receipts"].contains { path.isSame($0) }
            || path.hasPrefix("/epochs/") || path.hasPrefix("/sessions/")
            || gateway.desk != nil && (path.isSame("/supply") || path.isSame("/balances"))
            || gateway.directory != nil && path.isSame("/records")
    }

    /// **Throws:** ``Refusal`` for a query that cannot be read, ``MissingPage``.
    func page(_ path: String, _ query: String) throws -> WebAnswer {
        let members = QueryText.members(query)
        let value: JSONValue
        switch path {
        case "/accounts": value = try account(Self.text("user", members))
        case "/balances": value = try balance(Self.text("address", members))
        case "/nodes": value = nodes
        case "/price":
            value = .object([JSONMember("millis", .integer(ledger.millis(at: clock)))])
        case "/proposals": value = .array(ledger.proposals.map(proposal))
        case "/receipts": return try receipts(members)
        case "/records":
            return try record(Self.text("gateway", members), Self.text("kind", members))
        case "/supply": value = try supply()
        default:
            let name = String(path.drop { $0 == "/" }.drop { $0 != "/" }.dropFirst())
            value = try path.hasPrefix("/epochs/") ? epoch(name) : session(name)
        }
        return WebAnswer.taken(value)
    }

    // MARK: Queries

    private static func text(_ name: String, _ members: PythonDictionary) throws -> String {
        guard case .string(let text)? = members[name] else {
            throw Refusal(
                index: nil, by: GatewayGuards.fields, message: "expected the member \(name)")
        }
        return text.shown
    }

    private static func integer(
        _ name: String, _ members: PythonDictionary, in range: ClosedRange<Int>, default: Int
    ) throws -> Int {
        guard members[name] != nil else { return `default` }
        let text = try text(name, members)
        guard let integer = Int(text), String(integer).isSame(text), range.contains(integer)
        else {
            throw Refusal(
                index: nil, by: GatewayGuards.pullRange,
                message: "\(name): expected \(range.lowerBound) to \(range.upperBound), got "
                    + JSONValue.quoted(text, scalarCountMax: 20))
        }
        return integer
    }

    // MARK: Pages

    /// Receipts by position, with the chain hash behind the last.
    private func receipts(_ members: PythonDictionary) throws -> WebAnswer {
        let all = ledger.receipts
        let first = try Self.integer("from", members, in: 0...all.count, default: 0)
        let count = try Self.integer(
            "count", members, in: 1...GatewayLimits.batchCountMax,
            default: GatewayLimits.batchCountMax)
        let range = first..<min(all.count, first + count)
        let head =
            range.isEmpty && first == 0 ? ledger.emptyHead : all[range.upperBound - 1].chainHash
        // Receipts are canonical JSON as they are.
        let joined = all[range].map(\.bytes).joined(separator: [UInt8(ascii: ",")])
        return WebAnswer(
            status: WebStatus.taken,
            body: "{\"head\":\"\(head)\",\"receipt_count\":\(all.count),\"receipts\":[".bytes
                + joined + "]}".bytes)
    }

    private var nodes: JSONValue {
        .array(
            ledger.parameters.nodes.map { node in
                .object([
                    JSONMember("address", .string(ledger.address(ofNode: node.key))),
                    JSONMember("key", .string(node.key)),
                    JSONMember("permille", .integer(node.qualityPermille)),
                ])
            })
    }

    private func account(_ user: String) throws -> JSONValue {
        let account = ledger.accounts.first { $0.user.isSame(user) }
        return .object([
            JSONMember("balance", .string(String(account?.balance ?? 0))),
            JSONMember("nonce", .integer(account?.nextNonce ?? 0)),
            JSONMember("reserved", .string(String(account?.reserved ?? 0))),
        ])
    }

    private func session(_ id: String) throws -> JSONValue {
        guard let session = ledger.session(id) else {
            throw MissingPage(message: "no order has this session")
        }
        let (outcome, price): (String, Int) =
            switch session.outcome {
            case .open: ("open", 0)
            case .charged(let price): ("charged", price)
            case .released: ("released", 0)
            }
        return .object([
            JSONMember("node", .string(session.node)), JSONMember("outcome", .string(outcome)),
            JSONMember("price", .integer(price)),
        ])
    }

    private func epoch(_ number: String) throws -> JSONValue {
        let tallies = ledger.tallies.filter { $0.epoch.isSame(number) }
        let settlement = ledger.settlements.first { $0.snapshot.epoch.isSame(number) }
        guard settlement != nil || !tallies.isEmpty else {
            throw MissingPage(message: "nobody has voted for such an epoch")
        }
        let votes = tallies.map { tally -> JSONValue in
            .object([
                JSONMember("root", .string(tally.root)),
                JSONMember("weight", .integer(tally.weight)),
            ])
        }
        return .object([
            JSONMember("epoch", .string(number)),
            JSONMember(
                "payouts", .string(settlement.map { PayoutText.text($0.payouts) } ?? "[]")),
            JSONMember("root", settlement.map { .string($0.snapshot.root) } ?? .null),
            JSONMember("stage", .string(ledger.stage(ofEpoch: number).text)),
            JSONMember("total_weight", .integer(ledger.parameters.totalWeight)),
            JSONMember("votes", .array(votes)),
        ])
    }

    private func proposal(_ proposal: MintProposal) -> JSONValue {
        .object([
            JSONMember("batch", .string(proposal.batch)),
            JSONMember("complete", .boolean(ledger.isComplete(proposal))),
            JSONMember("epoch", .string(proposal.epoch)),
            JSONMember("signers", .array(proposal.signatures.map { .string($0.signer) })),
        ])
    }

    private func record(_ gatewayKey: String, _ kind: String) throws -> WebAnswer {
        guard
            let record = gateway.directory?.record(gateway: gatewayKey, kind: kind)
        else { throw MissingPage(message: "the gateway has no such record here") }
        return WebAnswer(status: WebStatus.taken, body: record.bytes)
    }

    private func token() throws -> HardenedToken {
        guard let token = gateway.desk?.token.token else {
            throw MissingPage(message: "this gateway mints nothing")
        }
        return token
    }

    private func supply() throws -> JSONValue {
        let token = try token()
        return .object([
            JSONMember("batches", .integer(token.batches.count)),
            JSONMember("cap", .string(String(token.cap))),
            JSONMember("epoch", token.epoch.map { .integer($0.number) } ?? .null),
            JSONMember("minter", .string(token.minter)),
            JSONMember("paused", .boolean(token.isPaused)),
            JSONMember("root", token.epoch.map { .string($0.root) } ?? .null),
            JSONMember("supply", .string(String(token.supply))),
        ])
    }

    private func balance(_ address: String) throws -> JSONValue {
        .object([JSONMember("balance", .string(String(try token().balance(of: address))))])
    }
}

/// A path that may name something, and names nothing.
struct MissingPage: Error {
    let message: String
}
