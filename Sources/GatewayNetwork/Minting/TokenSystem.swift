package import BigInt
package import Cryptography
internal import Encodings
internal import PythonValues
package import Trials

/// The surfaces of a token.
package enum TokenSurfaces {
    /// A call that mints a batch.
    package static let token = Surface("token")
    /// A switch between paused and not.
    package static let pause = Surface("pause")

    package static let all = [token, pause, GatewaySurfaces.store]
}

/// The token of a hardened network, as gateways and attacks see it: calls in, refusals and a record
/// out. It stands for a contract on a chain, which all gateways share.
///
/// Each call that was taken is in the store before the reply says so.
package final class TokenSystem: SystemUnderTest {
    package let profile = Profile.hardened
    package let parameters: GatewayParameters
    private let rules: TokenRules
    private let store: GatewayStore
    /// The record, by which every gateway knows what was minted.
    package private(set) var token: HardenedToken
    private var log: [LogRow] = []
    private var meter = SignatureMeter()
    private let start: HardenedToken

    /// A token of which nothing was minted, in memory or in a new database.
    ///
    /// - Parameter minter: the key of the party that may call it, in base64.
    /// **Throws:** ``GatewayStoreError``.
    package init(
        parameters: GatewayParameters, minter: String,
        cap: BigInt = HardenedToken.standardCap, guards: Guards = .all,
        newAt path: String? = nil
    ) throws(GatewayStoreError) {
        (start, rules) = try Self.start(parameters, minter, cap, guards)
        self.parameters = parameters
        token = start
        store = try GatewayStore(newAt: path, pin: Self.pin(start))
    }

    /// The token that a database holds: every call is judged as if it came in now, but for the
    /// source's budget.
    ///
    /// **Throws:** ``GatewayStoreError``, with ``GatewayStoreError/refused(_:)`` by the guard that
    /// found it.
    package init(
        parameters: GatewayParameters, minter: String,
        cap: BigInt = HardenedToken.standardCap, guards: Guards = .all,
        openingAt path: String
    ) throws(GatewayStoreError) {
        (start, rules) = try Self.start(parameters, minter, cap, guards)
        self.parameters = parameters
        let store = try GatewayStore(openAt: path, pin: Self.pin(start))
        let content = try store.content()
        self.store = store
        token = start
        do throws(Refusal) {
            (token, log) = try Self.replay(content, start, rules, &meter)
        } catch {
            throw .refused(error)
        }
    }

    private static func start(
        _ parameters: GatewayParameters, _ minter: String, _ cap: BigInt, _ guards: Guards
    ) throws(GatewayStoreError) -> (HardenedToken, TokenRules) {
        guard Base64.bytes(of: minter)?.count == Ed25519.publicKeyByteCount else {
            throw .parameters(.key(minter))
        }
        let rules = TokenRules(parameters: parameters, guards: guards)
        return (
            HardenedToken(minter: minter, networkID: rules.rules.networkID, cap: cap), rules
        )
    }

    private static func pin(_ token: HardenedToken) -> String {
        "token \(token.networkID) \(token.minter) \(token.cap)"
    }

    package var surfaces: [Surface] { TokenSurfaces.all }
    package var guards: [Guard] { GatewayGuards.token }

    /// The id of the last batch; before the first, the network's id.
    package var head: String { token.batches.last?.id ?? token.networkID }

    package var stateDigest: Digest {
        Self.digest(
            [Self.digest(log).bytes]
                + token.balances.flatMap { [$0.address.bytes, String($0.amount).bytes] })
    }

    private static func digest(_ log: [LogRow]) -> Digest {
        digest(log.flatMap { [$0.kind.rawValue.bytes, $0.bytes, $0.name.bytes, $0.link.bytes] })
    }

    /// A digest of texts; each one's length keeps it apart from the next.
    private static func digest(_ parts: [[UInt8]]) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab/receipts/token/1".utf8))
        for part in parts {
            let count = UInt64(part.count)
            hasher.update((0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) })
            hasher.update(part)
        }
        return hasher.finalized()
    }

    /// The store's content, as the surface `store` takes it.
    package var storeDocument: [UInt8] {
        StoreContent(rows: log, balances: token.balances).document
    }

    package var signatureVerificationCount: Int { meter.count }

    /// The last call of an epoch whose batches are not all minted: with it, any gateway that has
    /// the minter's key can mint the rest.
    package var unfinishedCall: [UInt8]? {
        guard let epoch = token.epoch, !epoch.isMinted else { return nil }
        return log.last { $0.kind == .mint }?.bytes
    }

    /// **Throws:** ``GatewayStoreError`` where the store fails, ``UnknownSurface``.
    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        let origin = Origin(sender: (source, clock.milliseconds))
        do {
            switch surface {
            case TokenSurfaces.token: try take(.mint, bytes, origin)
            case TokenSurfaces.pause: try take(.pause, bytes, origin)
            case GatewaySurfaces.store: return try restore(bytes)
            default: throw UnknownSurface(surface: surface)
            }
        } catch let refusal as Refusal {
            return Reply(refusals: [refusal], head: head, stateDigest: stateDigest)
        }
        return Reply(refusals: [], head: head, stateDigest: stateDigest)
    }

    /// The refusal that would stop calls, sent one behind the other, and the record as it would be
    /// then. Changes nothing, not even the source's budget.
    package func dryRun(
        _ calls: [[UInt8]], from source: Source, at clock: LogicalClock
    ) -> (refusal: Refusal?, token: HardenedToken) {
        var (after, uncounted) = (token, meter)
        let origin = Origin(sender: (source, clock.milliseconds))
        for bytes in calls {
            do throws(Refusal) {
                _ = try Self.judge(.mint, bytes, &after, rules, &uncounted, origin)
            } catch {
                return (error, after)
            }
        }
        return (nil, after)
    }

    private func take(
        _ kind: LogRow.Kind, _ bytes: [UInt8], _ origin: Origin
    ) throws {
        var after = token
        let row = try Self.judge(kind, bytes, &after, rules, &meter, origin)
        try store.append([row], at: log.count, balances: after.balances)
        token = after
        log.append(row)
    }

    /// Judges a row's bytes and does what they ask for.
    private static func judge(
        _ kind: LogRow.Kind, _ bytes: [UInt8], _ token: inout HardenedToken, _ rules: TokenRules,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> LogRow {
        guard kind == .mint else {
            let change = try rules.change(bytes, token, &meter, origin)
            token.turn(change)
            return LogRow(
                kind: .pause, bytes: change.bytes, name: change.isPaused ? "paused" : "",
                link: String(change.round))
        }
        let call = try rules.call(bytes, token, &meter, origin)
        token.mint(call)
        return LogRow(kind: .mint, bytes: call.bytes, name: call.batch, link: call.snapshot.root)
    }

    private static func replay(
        _ content: StoreContent, _ start: HardenedToken, _ rules: TokenRules,
        _ meter: inout SignatureMeter
    ) throws(Refusal) -> (token: HardenedToken, log: [LogRow]) {
        let guards = rules.rules.guards
        var token = start
        var log: [LogRow] = []
        for row in content.rows {
            guard row.kind == .mint || row.kind == .pause else {
                throw Refusal(
                    index: nil, by: GatewayGuards.storedRow,
                    message: "row \(log.count): expected a row of a token, got a ledger's")
            }
            let made = try judge(
                row.kind, row.bytes, &token, rules, &meter, Origin(sender: nil))
            try guards.require(
                made == row, GatewayGuards.storedRow,
                "row \(log.count): expected what its bytes make")
            log.append(row)
        }
        let isSame =
            content.balances.count == token.balances.count
            && zip(content.balances, token.balances).allSatisfy {
                $0.address.isSame($1.address) && $0.amount == $1.amount
            }
        try guards.require(
            isSame, GatewayGuards.storedBalance, "expected what the batches paid")
        token.replaceBalances(content.balances)
        return (token, log)
    }

    /// Starts again from a store that holds all that was taken, and perhaps more.
    private func restore(_ bytes: [UInt8]) throws -> Reply {
        let (restored, rows): (HardenedToken, [LogRow])
        do throws(Refusal) {
            let guards = rules.rules.guards
            let content = try StoreContent(document: bytes, guards)
            (restored, rows) = try Self.replay(content, start, rules, &meter)
            try guards.require(
                rows.starts(with: log), GatewayGuards.anchor,
                "expected the \(log.count) calls that were taken")
        } catch {
            return Reply(refusals: [error], head: head, stateDigest: stateDigest)
        }
        try store.replace(StoreContent(rows: rows, balances: restored.balances))
        (token, log) = (restored, rows)
        return Reply(refusals: [], head: head, stateDigest: stateDigest)
    }
}
