import GatewayNetwork
import Trials

/// Things that the guards of notes, credits, orders and asks stop.
extension GuardCase {
    static let hardened = notes + credits + orders + sessions + asks + hardenedStores

    private static func quality(
        _ by: Guard, signer: ReceiptIdentity = Bench.validators[0],
        _ make: @escaping @Sendable (Bench) -> RawObject
    ) -> GuardCase {
        GuardCase(by, .note) { bench in
            try bench.fill()
            return try bench.signed(make(bench), .note, signer)
        }
    }

    private static let address = "0x" + String(repeating: "e", count: 40)

    static let notes = [
        quality(GatewayGuards.permilleRange) { $0.quality(1_001) },
        quality(GatewayGuards.numberType) { bench in
            var note = bench.quality(0)
            note["permille"] = "5.0"
            return note
        },
        quality(GatewayGuards.receiptKnown) { $0.quality(0, of: 1) },
        quality(GatewayGuards.validatorRegistered, signer: Bench.outsider) { bench in
            var note = bench.quality(0)
            note["validator"] = RawObject.text(Bench.outsider.key)
            return note
        },
        quality(GatewayGuards.validatorSignature, signer: Bench.outsider) { $0.quality(0) },
        GuardCase(GatewayGuards.noteRound, .note) { bench in
            try bench.fill()
            let note = try bench.signed(bench.quality(0), .note, Bench.validators[0])
            _ = try bench.taken(bench.send(note, .note))
            try bench.note(900, by: 0, round: 1)
            return note
        },
        GuardCase(GatewayGuards.noteRound, .note) { bench in
            let old = bench.requests.address(address, node: Bench.nodes[0].key)
            let note = try bench.signed(old, .note, Bench.nodes[0])
            _ = try bench.taken(bench.send(note, .note))
            return note
        },
        GuardCase(GatewayGuards.addressForm, .note) { bench in
            let note = bench.requests.address(
                "0x+" + String(repeating: "1", count: 39), node: Bench.nodes[0].key)
            return try bench.signed(note, .note, Bench.nodes[0])
        },
        GuardCase(GatewayGuards.nodeSignature, .note) { bench in
            let note = bench.requests.address(address, node: Bench.nodes[0].key)
            return try bench.signed(note, .note, Bench.outsider)
        },
        GuardCase(GatewayGuards.nodeRegistered, .note) { bench in
            let note = bench.requests.address(address, node: Bench.outsider.key)
            return try bench.signed(note, .note, Bench.outsider)
        },
    ]

    private static func credit(
        _ by: Guard, _ amount: Int = 100, payment: String = "p",
        signer: ReceiptIdentity = Bench.treasury
    ) -> GuardCase {
        GuardCase(by, .credit) { bench in
            let credit = bench.requests.credit(
                amount, to: Bench.users[0].key, payment: payment)
            return try bench.signed(credit, .credit, signer)
        }
    }

    static let credits = [
        credit(GatewayGuards.creditRange, 0),
        credit(GatewayGuards.creditRange, (1 << 53) + 1),
        credit(GatewayGuards.paymentForm, payment: "a b"),
        credit(GatewayGuards.treasurySignature, signer: Bench.users[0]),
        GuardCase(GatewayGuards.paymentOnce, .credit) { bench in
            let credit = try bench.signed(
                bench.requests.credit(100, to: Bench.users[0].key, payment: "p"), .credit,
                Bench.treasury)
            _ = try bench.taken(bench.send(credit, .credit))
            return credit
        },
    ]

    private static func order(
        _ by: Guard, also: [Guard] = [], prompt: String = Bench.prompt,
        signer: ReceiptIdentity = Bench.users[0],
        _ make: @escaping @Sendable (Bench) throws -> RawObject
    ) -> GuardCase {
        GuardCase(by, .order, also: also) { bench in
            try bench.credit(100)
            return try bench.message(make(bench), prompt: prompt, signer: signer)
        }
    }

    static let orders = [
        order(GatewayGuards.priceRange) { $0.order(maxPrice: 0) },
        order(GatewayGuards.tokenRange) { $0.order(maxTokens: 10_000_001) },
        order(GatewayGuards.prompt, prompt: "Wer wei\u{df} mehr?") { $0.order() },
        order(GatewayGuards.gatewayRegistered) { bench in
            var order = bench.order()
            order["gateway"] = RawObject.text(Bench.outsider.key)
            return order
        },
        order(GatewayGuards.orderNonce) { $0.order(nonce: 1) },
        order(GatewayGuards.sessionOnce, also: [GatewayGuards.orderNonce]) { bench in
            try bench.ordered(bench.order())
            return bench.order()
        },
        order(GatewayGuards.balance) { $0.order(maxPrice: 101) },
        // Spends a victim's balance by its key's text.
        order(GatewayGuards.orderSignature, signer: Bench.users[1]) { $0.order() },
        order(GatewayGuards.nodeAvailable) { bench in
            for nonce in Bench.nodes.indices {
                let session = try bench.ordered(bench.order(nonce: nonce))
                try bench.system.release(session.id, failed: session.node, at: bench.clock)
            }
            return bench.order(nonce: Bench.nodes.count)
        },
    ]

    static let sessions = [
        GuardCase(GatewayGuards.sessionOnce, .receipt) { bench in
            try bench.credit(100)
            let session = try bench.ordered(bench.order())
            let first = try bench.sign(bench.receipt(of: session, outputTokens: 5))
            _ = try bench.taken(bench.send(first.bytes, .receipt))
            return try bench.sign(bench.receipt(of: session, outputTokens: 6)).bytes
        },
        // The order goes to the first node.
        GuardCase(GatewayGuards.sessionKnown, .receipt) { bench in
            try bench.credit(100)
            let session = try bench.ordered(bench.order())
            var receipt = bench.receipt(of: session, outputTokens: 5)
            receipt["node_pubkey"] = RawObject.text(Bench.nodes[1].key)
            receipt["route"] = receipt["node_pubkey"]
            return try bench.sign(receipt, node: 1).bytes
        },
        GuardCase(GatewayGuards.tokenMatch, .receipt) { bench in
            try bench.credit(100)
            let session = try bench.ordered(bench.order(maxTokens: 100))
            return try bench.sign(bench.receipt(of: session, outputTokens: 101)).bytes
        },
        GuardCase(GatewayGuards.tokenMatch, .receipt) { bench in
            try bench.credit(100)
            let session = try bench.ordered(bench.order())
            var receipt = bench.receipt(of: session, outputTokens: 5)
            receipt["input_tokens"] = String(session.inputTokens + 1)
            return try bench.sign(receipt).bytes
        },
    ]

    static let asks = [
        GuardCase(GatewayGuards.askRange, .ask) { try $0.ask(0) },
        GuardCase(GatewayGuards.askRange, .ask) { try $0.ask(1_000_001) },
        GuardCase(GatewayGuards.gatewayRegistered, .ask) {
            try $0.ask(1, gateway: Bench.outsider)
        },
        GuardCase(GatewayGuards.gatewaySignature, .ask) { bench in
            try bench.signed(
                bench.requests.ask(1, gateway: Bench.gateway.key), .ask, Bench.outsider)
        },
        GuardCase(GatewayGuards.askRound, .ask) { bench in
            let ask = try bench.ask(1)
            _ = try bench.taken(bench.send(ask, .ask))
            _ = try bench.taken(bench.send(bench.ask(50, round: 1), .ask))
            return ask
        },
    ]

    /// A store of every kind of row, with one changed.
    private static func stored(
        _ by: Guard, also: [Guard] = [], _ change: @escaping @Sendable (inout [[String]]) -> Void
    ) -> GuardCase {
        GuardCase(by, .store, also: also) { bench in
            try bench.settle()
            try bench.everyKind()
            return try bench.store(rows: { rows in
                var rows = rows
                change(&rows)
                return rows
            })
        }
    }

    private static func place(_ kind: String, in rows: [[String]]) -> Int {
        rows.firstIndex { $0[0] == kind } ?? 0
    }

    static let hardenedStores = [
        stored(GatewayGuards.chainHash) { rows in
            let note = place("note", in: rows)
            rows[note][3] = rows[note + 1][3]
        },
        // An order that was given up is open again, and its price reserved.
        stored(
            GatewayGuards.storedBalance, also: [GatewayGuards.anchor, GatewayGuards.nodeAvailable]
        ) { $0.remove(at: place("release", in: $0)) },
        // The tail of each chain is gone, or what no chain binds.
        GuardCase(GatewayGuards.anchor, .store) { bench in
            try bench.fill()
            try bench.note(1, by: 0, round: 0)
            return try bench.store(rows: { $0.dropLast() })
        },
        stored(GatewayGuards.anchor) { $0.removeLast() },
        // The ask came earlier, within the time for which it counts.
        stored(GatewayGuards.anchor) { $0[place("ask", in: $0)][3] = "\(Bench.milliseconds - 1)" },
    ]
}
