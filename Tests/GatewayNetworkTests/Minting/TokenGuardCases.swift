import BigInt
import GatewayNetwork
import Trials

/// A call of the token that one guard stops.
struct TokenGuardCase: Sendable {
    let by: Guard
    /// Guards that would stop it, too, if they stood.
    let also: [Guard]
    let surface: Surface
    /// The network in which it is tried.
    let bench: @Sendable ([Guard]) throws -> MintBench
    /// After what made the network ready for it.
    let bytes: @Sendable (MintBench) throws -> [UInt8]

    init(
        _ by: Guard, also: [Guard] = [], _ surface: Surface = TokenSurfaces.token,
        bench: @escaping @Sendable ([Guard]) throws -> MintBench = {
            try MintBench(without: $0)
        },
        bytes: @escaping @Sendable (MintBench) throws -> [UInt8]
    ) {
        self.by = by
        self.also = also
        self.surface = surface
        self.bench = bench
        self.bytes = bytes
    }

    /// The first call of an agreed epoch, changed before it was signed.
    private static func changed(
        _ by: Guard, also: [Guard] = [],
        bench: @escaping @Sendable ([Guard]) throws -> MintBench = {
            try MintBench(without: $0)
        },
        _ change: @escaping @Sendable (inout RawObject, MintBench) throws -> Void
    ) -> TokenGuardCase {
        TokenGuardCase(by, also: also, bench: bench) { bench in
            var call = bench.unsigned(try bench.agreed())
            try change(&call, bench)
            return TokenBuilder.signed(mint: call, by: MintBench.minter).bytes
        }
    }

    /// The first call of an agreed epoch, changed after it was signed.
    private static func signed(
        _ by: Guard, also: [Guard] = [], _ change: @escaping @Sendable (inout RawObject) -> Void
    ) -> TokenGuardCase {
        TokenGuardCase(by, also: also) { bench in
            var call = TokenBuilder.signed(
                mint: bench.unsigned(try bench.agreed()), by: MintBench.minter)
            change(&call)
            return call.bytes
        }
    }

    /// A call by a snapshot whose first payout was changed before all validators agreed.
    private static func forged(
        _ by: Guard, _ change: @escaping @Sendable (Payout) -> Payout
    ) -> TokenGuardCase {
        TokenGuardCase(by) { bench in
            let snapshot = try bench.agreed().snapshot
            let payouts = [change(snapshot.payouts[0])] + snapshot.payouts.dropFirst()
            return bench.call(try bench.agreed(to: snapshot.paying(payouts)), 0)
        }
    }

    static let all = forms + calls + switches + stores

    static let forms = [
        signed(GatewayGuards.size, also: [GatewayGuards.unknownField]) { call in
            call["more"] = RawObject.text(
                String(repeating: "x", count: GatewayLimits.tokenCallByteCountMax))
        },
        TokenGuardCase(GatewayGuards.json, also: [GatewayGuards.canonical]) { bench in
            bench.call(try bench.agreed(), 0) + [UInt8(ascii: "x")]
        },
        TokenGuardCase(GatewayGuards.canonical) { bench in
            [UInt8(ascii: " ")] + bench.call(try bench.agreed(), 0)
        },
        // Without the guard, an absent number counts as 0.
        changed(GatewayGuards.fields) { call, _ in call["index"] = nil },
        signed(GatewayGuards.unknownField) { call in call["more"] = "1" },
        changed(GatewayGuards.textType, also: [GatewayGuards.batchID]) { call, _ in
            call["batch"] = "5"
        },
        changed(GatewayGuards.numberType) { call, _ in call["index"] = "0.5" },
        changed(GatewayGuards.network) { call, _ in
            call["network"] = RawObject.text(String(repeating: "0", count: 64))
        },
        signed(GatewayGuards.signatureForm) { call in
            call["signature"] = (call["signature"] ?? "").respelledText
        },
        changed(GatewayGuards.keyForm) { call, _ in
            call["minter"] = (call["minter"] ?? "").respelledText
        },
        changed(GatewayGuards.batchID) { call, _ in call["batch"] = RawObject.text("mine") },
    ]

    static let calls = [
        TokenGuardCase(GatewayGuards.minter) { bench in
            let call = TokenBuilder(parameters: bench.parameters)
                .call(try bench.agreed(), index: 0, minter: MintBench.other)
            return TokenBuilder.signed(mint: call, by: MintBench.other).bytes
        },
        TokenGuardCase(GatewayGuards.paused) { bench in
            _ = try bench.submit(bench.pause(true, round: 0), TokenSurfaces.pause)
            return bench.call(try bench.agreed(), 0)
        },
        TokenGuardCase(GatewayGuards.batchOnce) { bench in
            let call = bench.call(try bench.agreed(), 0)
            _ = try bench.submit(call)
            return call
        },
        TokenGuardCase(
            GatewayGuards.batchOrder, bench: { try MintBench(nodeCount: 101, without: $0) }
        ) { bench in bench.call(try bench.agreed(), 1) },
        TokenGuardCase(GatewayGuards.sourceBudget) { bench in
            let agreed = try bench.agreed()
            let bad = TokenBuilder.signed(mint: bench.unsigned(agreed), by: MintBench.other)
            for _ in 0..<GatewayLimits.wastedCountMax { _ = try bench.submit(bad.bytes) }
            return bench.call(agreed, 0)
        },
        TokenGuardCase(GatewayGuards.domain) { bench in
            var call = bench.unsigned(try bench.agreed())
            call["signature"] = RawObject.text(MintBench.minter.signature(of: call.bytes))
            return call.bytes
        },
        TokenGuardCase(GatewayGuards.mintSignature) { bench in
            TokenBuilder.signed(
                mint: bench.unsigned(try bench.agreed()), by: MintBench.other
            ).bytes
        },
        changed(GatewayGuards.mintQuorum) { call, _ in call["certificate"] = "[]" },
        // Validators who agreed to pay nobody, and to pay more than the total.
        forged(GatewayGuards.recipient) {
            Payout(node: $0.node, address: MintBench.nobody, amount: $0.amount)
        },
        forged(GatewayGuards.amountRange) {
            Payout(node: $0.node, address: $0.address, amount: $0.amount + 1)
        },
        TokenGuardCase(
            GatewayGuards.cap, bench: { try MintBench(without: $0, cap: 999_999) }
        ) { bench in bench.call(try bench.agreed(), 0) },
    ]

    static let switches = [
        TokenGuardCase(GatewayGuards.pauseRound, TokenSurfaces.pause) { bench in
            _ = try bench.submit(bench.pause(true, round: 3), TokenSurfaces.pause)
            return bench.pause(false, round: 3)
        }
    ]

    static let stores = [
        TokenGuardCase(
            GatewayGuards.storedRow, also: [GatewayGuards.anchor], GatewaySurfaces.store
        ) { bench in
            _ = try bench.submit(bench.call(try bench.agreed(), 0))
            let id = bench.token.token.batches[0].id
            var text = String(decoding: bench.token.storeDocument, as: UTF8.self)
            text.replace("\"\(id)\"", with: "\"\(String(repeating: "0", count: 64))\"")
            return Array(text.utf8)
        },
        TokenGuardCase(GatewayGuards.storedBalance, GatewaySurfaces.store) { bench in
            _ = try bench.submit(bench.call(try bench.agreed(), 0))
            let (address, amount) = bench.token.token.balances[0]
            var text = String(decoding: bench.token.storeDocument, as: UTF8.self)
            text.replace("\"\(address)\",\"\(amount)\"", with: "\"\(address)\",\"\(amount)0\"")
            return Array(text.utf8)
        },
        TokenGuardCase(GatewayGuards.anchor, GatewaySurfaces.store) { bench in
            let empty = bench.token.storeDocument
            _ = try bench.submit(bench.call(try bench.agreed(), 0))
            return empty
        },
    ]
}
