import Encodings
import Platform
import PublishedGateways
import PythonValues
import Routing
import Serving
import Synchronization

/// A published gateway behind a listener, with its page for people at `/`.
final class GatewayServer: Sendable {
    /// The longest answer of a node or a peer that is read.
    private static let answerByteCountMax = 16 << 20
    /// The time that a node or a peer has for an answer.
    private static let callMilliseconds = 120_000
    private static let connectMilliseconds = 5_000

    let publicKey: String
    private let gateway: SharedGateway
    private let address = Mutex("")

    /// The calls of a gateway, to its nodes and peers.
    static func caller() -> HTTPCaller {
        HTTPCaller(
            userAgent: ThisRun.userAgent,
            limits: HTTPCallLimits(
                milliseconds: callMilliseconds, connectMilliseconds: connectMilliseconds,
                answerByteCountMax: answerByteCountMax))
    }

    /// Opens the ledger, which no other process may use meanwhile.
    ///
    /// - Parameter minterAccount: the owner of the token on a chain that stands in for a real one;
    ///   nil where nothing is minted.
    /// **Throws:** ``Failure`` where it cannot be used.
    init(
        database: String, identity: PublishedIdentity, isShipped: Bool, peers: [String],
        minterAccount: TokenAddress?
    ) throws {
        if try DatabaseFiles(name: database).number != nil {
            let head = try WholeFile.start(of: database, byteCount: 100)
            if let reason = PublishedLedger.refusal(ofFileAt: database, head: head) {
                throw Failure(
                    outcome: .badInput,
                    message: "\(database): expected a published gateway's ledger that no other "
                        + "process uses, got: \(reason)")
            }
        }
        publicKey = identity.publicKey
        do throws(PythonError) {
            gateway = try SharedGateway(caller: Self.caller()) { surroundings throws(PythonError) in
                let ledger = try PublishedLedger(path: database)
                try ledger.store.holdAlone()
                return try PublishedGateway(
                    identity: identity, ledger: ledger, mode: isShipped ? .shipped : .meant,
                    surroundings: surroundings, directory: PublishedDirectory(),
                    minter: Self.minter(minterAccount))
            }
        } catch {
            throw Failure(
                outcome: .badInput,
                message: "\(database): expected a ledger that no other process uses, got: "
                    + error.message)
        }
        for peer in peers {
            let request = WebRequest(
                method: "POST", path: "/add_peer", query: "url=" + PercentEncoding.text(of: peer))
            _ = gateway.answer(request, atMilliseconds: WallClock.milliseconds)
        }
    }

    private static func minter(_ account: TokenAddress?) -> any Minting {
        guard let account else { return KeylessMinter() }
        return PublishedMinter(
            account: account, chain: ChainStandIn(token: PublishedToken(owner: account)))
    }

    /// Takes the address that the page names.
    func served(at address: ListeningAddress) {
        self.address.withLock { $0 = address.description }
    }

    /// Leaves the ledger as one file.
    func close() { gateway.letLedgerGo() }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer {
        guard request.path == "/", ["GET", "HEAD"].contains(request.method) else {
            return gateway.answer(request, atMilliseconds: origin.milliseconds)
        }
        do throws(PythonError) {
            let overview = try gateway.read { gateway throws(PythonError) in
                try GatewayOverview(gateway)
            }
            let html = GatewayPage.html(overview, address: address.withLock { $0 })
            return WebAnswer(
                status: 200, contentType: "text/html; charset=utf-8", body: Array(html.utf8))
        } catch {
            return WebAnswer(
                status: 500, contentType: "text/plain; charset=utf-8",
                body: Array("the ledger cannot be read: \(error.message)\n".utf8))
        }
    }
}
