internal import Encodings
internal import Scenarios

/// Members that only steps on the gateway network have.
extension StepMember where Value == ReceiptPlan {
    /// A session that was computed.
    static func session() -> Self {
        let gateway = StepMember<String>.text("gateway", standard: "gateway", "The gateway.")
        let node = StepMember<String>.text("node", standard: "node-a", "The node that computed.")
        let session = StepMember<String>.text("session", "The session's name.")
        let tokens = 0...10_000_000
        let input = StepMember<Int>.integer("input", in: tokens, standard: 3, "Tokens read.")
        let output = StepMember<Int>.integer("output", in: tokens, standard: 5, "Tokens written.")
        let seconds = StepMember<Int>.integer(
            "seconds", in: -1_000_000...1_000_000, standard: 0,
            "Distance of the receipt's time from the clock.")
        return Self(
            gateway.descriptions + node.descriptions + session.descriptions + input.descriptions
                + output.descriptions + seconds.descriptions
        ) { (object, use) throws(ScenarioError) in
            ReceiptPlan(
                gateway: try gateway.read(&object, &use), node: try node.read(&object, &use),
                session: try session.read(&object, &use),
                inputTokens: try input.read(&object, &use),
                outputTokens: try output.read(&object, &use),
                seconds: try seconds.read(&object, &use))
        }
    }
}

extension StepMember where Value == SignedPlan {
    /// A session and the holders of the keys that sign, which the attacker must be granted.
    static func signedSession() -> Self {
        let session = StepMember<ReceiptPlan>.session()
        return Self(
            session.descriptions + [
                .signer("gateway_signer", "Holder of the key that signs as the gateway; else it."),
                .signer("node_signer", "Holder of the key that signs as the node; else it."),
            ]
        ) { (object, use) throws(ScenarioError) in
            let plan = try session.read(&object, &use)
            let gateway = try object.optionalText("gateway_signer") ?? plan.gateway
            let node = try object.optionalText("node_signer") ?? plan.node
            use.ask(.key(gateway), at: "gateway_signer")
            use.ask(.key(node), at: "node_signer")
            return SignedPlan(plan: plan, gatewaySigner: gateway, nodeSigner: node)
        }
    }
}

extension StepMember where Value == NamedSigner {
    /// The party, and the holder of the key that signs, which the attacker must be granted.
    static func namedSigner() -> Self {
        Self(
            StepMember<String>.text("by", "The party whom it names.").descriptions
                + [.signer("signer", "Holder of the key that signs; else that party.")]
        ) { (object, use) throws(ScenarioError) in
            let name = try object.text("by")
            let signer = try object.optionalText("signer") ?? name
            use.ask(.key(signer), at: "signer")
            return NamedSigner(name: name, signer: signer)
        }
    }
}

extension StepMemberDescription {
    fileprivate static func signer(_ name: String, _ help: String) -> Self {
        Self(
            name: name, type: "actor, granted", standard: "", help: help,
            schema: [JSONMember("type", .string("string"))])
    }
}

extension StepMember where Value == Int {
    static func epoch() -> Self {
        .integer("epoch", in: 0...1_000_000, standard: 1, "The epoch.")
    }

    static func total() -> Self {
        .integer("total", in: 0...1 << 53, standard: 1_000, "Units that the epoch pays.")
    }
}

extension StepMember where Value == GatewayDamage {
    private enum Kind: String, CaseIterable {
        case snapshot, restore, log, accounts, balances, cell, swap, drop, splice
    }

    private static var rows: ClosedRange<Int> { 0...10_000 }

    /// A kind of damage and the members that it has.
    static func damage() -> Self {
        let columns =
            GatewayDamage.logColumns + GatewayDamage.accountColumns + GatewayDamage.balanceColumns
            + PublishedCell.columns.filter {
                // A column is listed once.
                !(GatewayDamage.accountColumns + GatewayDamage.balanceColumns).contains($0)
            }
        let tables = PublishedCell.tables
        let described =
            StepMember<Kind>.choice("kind", Kind.self, "The kind of damage.").descriptions
            + StepMember<Int?>.optionalInteger(
                "row", in: rows, "A row, of kinds log, accounts, balances, cell and swap."
            ).descriptions + [
                member(
                    "table", tables.joined(separator: ", "), "A table, of kind cell.",
                    ("enum", .array(tables.map { .string($0) }))),
                member(
                    "column", columns.joined(separator: ", "), "A column of that row.",
                    ("enum", .array(columns.map { .string($0) }))),
            ]
            + StepMember<Int?>.optionalInteger(
                "with", in: rows, "The row to change places with, of kind swap."
            ).descriptions
            + StepMember<Int?>.optionalInteger(
                "count", in: 1...rows.upperBound, "Rows at the end, of kind drop."
            ).descriptions + [
                member(
                    "splice", "splice", "A change of the column, or of kind splice of all bytes.",
                    ("type", .string("object")))
            ]
        return Self(described) { (object, _) throws(ScenarioError) in
            switch try object.choice("kind", Kind.self) {
            case .snapshot: .snapshot
            case .restore: .restore
            case .log: try change(&object, "log", GatewayDamage.logColumns)
            case .accounts: try change(&object, "accounts", GatewayDamage.accountColumns)
            case .balances: try change(&object, "balances", GatewayDamage.balanceColumns)
            case .cell:
                .cell(
                    PublishedCell(
                        table: try listed(&object, "table", PublishedCell.tables),
                        row: try object.integer("row", in: rows),
                        column: try listed(&object, "column", PublishedCell.columns)),
                    try Splice(try object.object("splice")))
            case .swap:
                .swap(
                    row: try object.integer("row", in: rows),
                    with: try object.integer("with", in: rows))
            case .drop: .drop(count: try object.integer("count", in: 1...rows.upperBound))
            case .splice: .splice(try Splice(try object.object("splice")))
            }
        }
    }

    private static func listed(
        _ object: inout StrictObject, _ member: String, _ names: [String]
    ) throws(ScenarioError) -> String {
        let name = try object.text(member)
        guard names.contains(name) else {
            throw object.wrong(member, "one of \(names.joined(separator: ", "))", name)
        }
        return name
    }

    private static func member(
        _ name: String, _ type: String, _ help: String, _ schema: (String, JSONValue)
    ) -> StepMemberDescription {
        StepMemberDescription(
            name: name, type: type, standard: "", help: help,
            schema: [JSONMember(schema.0, schema.1)])
    }

    private static func change(
        _ object: inout StrictObject, _ table: String, _ columns: [String]
    ) throws(ScenarioError) -> GatewayDamage {
        let name = try object.text("column")
        guard let column = columns.firstIndex(of: name) else {
            throw object.wrong("column", "one of \(columns.joined(separator: ", "))", name)
        }
        return .change(
            table: table, row: try object.integer("row", in: rows), column: column,
            splice: try Splice(try object.object("splice")))
    }
}
