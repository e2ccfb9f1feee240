import Encodings
import GatewayNetwork
import Platform
import Routing
import Serving
import Synchronization
import Trials

/// A hardened gateway behind a listener, with its page for people at `/`.
final class HardenedGatewayServer: Sendable {
    /// The files of a gateway that mints: the minter's key, and the token's database.
    struct MintFiles {
        let minter: String
        let token: String
    }

    let publicKey: String
    private let gateway: SharedHardenedGateway
    private let address = Mutex("")

    /// Opens the ledger, which no other process may use meanwhile, or makes it; sessions that were
    /// open are given up.
    ///
    /// - Parameters:
    ///   - nodes: the URL of each node's key.
    ///   - mint: nil for a gateway that mints nothing.
    /// **Throws:** ``Failure`` where a file cannot be used.
    init(
        network: GatewayParameters, database: String, identity: ReceiptIdentity,
        nodes: [(name: String, url: String)], peers: [String], mint: MintFiles?
    ) throws {
        publicKey = identity.key
        do {
            gateway = try SharedHardenedGateway(
                caller: GatewayServer.caller(), nodes: nodes, peers: peers
            ) { line, sources in
                try Self.gateway(network, database, identity, line, sources, mint)
            }
        } catch let error as GatewayStoreError {
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }

    private static func gateway(
        _ network: GatewayParameters, _ database: String, _ identity: ReceiptIdentity,
        _ line: any NodeLine, _ peers: [Source], _ mint: MintFiles?
    ) throws -> WholeGateway {
        let desk = GatewayDesk(gateway: identity.key)
        let ledger =
            Folder.fileExists(database)
            ? try GatewaySystem(
                parameters: network, openingAt: database, peers: peers, desk: desk)
            : try GatewaySystem(parameters: network, newAt: database, peers: peers, desk: desk)
        let serving = HardenedGateway(system: ledger, identity: identity, line: line)
        try serving.releaseOpen(at: LogicalClock(milliseconds: WallClock.milliseconds))
        return WholeGateway(
            ledger: ledger, serving: serving,
            desk: try mint.map { try mintDesk(network, ledger, $0) },
            directory: RecordDirectory(parameters: network, peers: peers))
    }

    private static func mintDesk(
        _ network: GatewayParameters, _ ledger: GatewaySystem, _ files: MintFiles
    ) throws -> MintDesk {
        let minter = try ServedIdentity.loadedHardened(files.minter)
        let token =
            Folder.fileExists(files.token)
            ? try TokenSystem(parameters: network, minter: minter.key, openingAt: files.token)
            : try TokenSystem(parameters: network, minter: minter.key, newAt: files.token)
        return MintDesk(ledger: ledger, token: token, minter: minter)
    }

    /// Takes the address that the page names.
    func served(at address: ListeningAddress) {
        self.address.withLock { $0 = address.description }
    }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer {
        if request.path == "/identity", request.method == "GET" {
            let document = JSONValue.object([JSONMember("public_key", .string(publicKey))])
            return WebAnswer(status: 200, body: Array(document.compactText.utf8))
        }
        let address = address.withLock { $0 }
        let isPage = request.path == "/" && ["GET", "HEAD"].contains(request.method)
        let html =
            !isPage
            ? nil
            : gateway.read { gateway in
                gateway.ledger.storeFailure == nil
                    ? HardenedPage.html(gateway, publicKey: publicKey, address: address) : nil
            }
        guard let html else {
            return gateway.answer(
                request, from: origin.peerAddress, atMilliseconds: origin.milliseconds)
        }
        return WebAnswer(
            status: 200, contentType: "text/html; charset=utf-8", body: Array(html.utf8))
    }
}
