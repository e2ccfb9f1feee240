internal import Cryptography
internal import Encodings
internal import Platform
internal import PublishedGateways
internal import PythonValues
internal import Routing
internal import Serving

/// Receipts of the published network through their whole way, the texts apart.
package enum ReceiptsBenchmark {
    /// A piece of work, done several times.
    package struct Point: Sendable {
        package let name: String
        /// Signatures or receipts.
        package let count: Int
        package let nanoseconds: Int
        package let nanosecondsSlowest: Int
    }

    private static let requestCount = 4_000
    private static let connectionCount = 16
    private static let signatureCount = 2_000

    /// How many pieces of work ``points(repeatCount:threadCount:onRun:)`` does.
    package static func runCount(repeatCount: Int) -> Int { 5 * repeatCount }

    /// The speed of a signature, and of receipts beside it.
    ///
    /// - Parameters:
    ///   - repeatCount: from 1 on; of each piece the fastest counts.
    ///   - threadCount: of the verification.
    ///   - onRun: told of each piece that is done.
    /// **Throws:** ``BenchmarkError/failed(_:)`` where a receipt is lost or wrong;
    /// ``PlatformError``.
    package static func points(
        repeatCount: Int, threadCount: Int, onRun: () -> Void
    ) throws -> [Point] {
        var points: [Point] = []
        func add(_ name: String, _ count: Int, _ work: () throws -> Int) throws {
            let nanoseconds = try (0..<repeatCount).map { _ in
                defer { onRun() }
                return try work()
            }
            points.append(
                Point(
                    name: name, count: count, nanoseconds: nanoseconds.min() ?? 0,
                    nanosecondsSlowest: nanoseconds.max() ?? 0))
        }
        try add("one signature, made and verified", signatureCount, signing)
        try add("asked for in process, passed on", requestCount) {
            try Folder.withTemporary(prefix: "glyphlab-bench") { try inProcess($0) }
        }
        try add("asked for over HTTP", requestCount) {
            try Folder.withTemporary(prefix: "glyphlab-bench") { try overHTTP($0) }
        }
        try Folder.withTemporary(prefix: "glyphlab-bench") { folder in
            _ = try inProcess(folder)
            for verifiesSignatures in [false, true] {
                try add(
                    verifiesSignatures ? "verified, signatures too" : "verified", requestCount
                ) {
                    try verifying(folder, verifiesSignatures, threadCount)
                }
            }
        }
        return points
    }

    // MARK: Measurements, in nanoseconds

    private static func signing() throws -> Int {
        let key = Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: Ed25519.seedByteCount))
        let watch = Stopwatch()
        for number in 0..<signatureCount {
            let message = Array("receipt \(number)".utf8)
            guard
                Ed25519.verifiesWithSmallOrders(
                    key.signature(of: message), message: message, publicKey: key.publicKey)
            else { throw wrong("a signature that holds", "one that does not") }
        }
        return watch.nanoseconds
    }

    /// Two gateways with ledgers on the disk, a node, and clients on threads of their own.
    private static func inProcess(_ folder: String) throws -> Int {
        let peer = try gateway("peer", folder, parties: [])
        let first = try gateway(
            "first", folder, parties: [("http://node", node.answer), ("http://peer", peer.answer)])
        try introduce(first, node: "http://node", peer: "http://peer")
        let nanoseconds = try nanosecondsOfRequests { request in
            first.answer(request, atMilliseconds: milliseconds).status == 200
        }
        for gateway in [first, peer] { try checkLedger(gateway) }
        return nanoseconds
    }

    /// A gateway and a node behind listeners, and clients on threads of their own.
    private static func overHTTP(_ folder: String) throws -> Int {
        let limits = ServingLimits(
            bodyByteCountMax: 1 << 20, connectionCountMax: 256, requestMilliseconds: 60_000)
        let serving = try Listener(at: ListeningAddress(port: 0), limits: limits) {
            request, origin in node.answer(request, atMilliseconds: origin.milliseconds)
        }
        defer { serving.stop() }
        let gateway: SharedGateway
        do throws(PythonError) {
            gateway = try SharedGateway(caller: caller) { surroundings throws(PythonError) in
                try published("first", folder, surroundings)
            }
        } catch {
            throw wrong("a ledger", error.message)
        }
        try introduce(gateway, node: serving.address.url, peer: nil)
        let asked = try Listener(at: ListeningAddress(port: 0), limits: limits) {
            request, origin in gateway.answer(request, atMilliseconds: origin.milliseconds)
        }
        defer { asked.stop() }
        let url = asked.address.url
        let calls = caller
        let nanoseconds = try nanosecondsOfRequests { request in
            let result = calls.result(
                of: HTTPCall(.post, url + request.path, body: request.body))
            guard case .answered(200, _) = result else { return false }
            return true
        }
        try checkLedger(gateway)
        return nanoseconds
    }

    /// The time of all requests, of which each client thread sends one after the other.
    private static func nanosecondsOfRequests(
        _ isAnswered: @escaping @Sendable (WebRequest) -> Bool
    ) throws -> Int {
        let watch = Stopwatch()
        let lost = Threads.map(count: connectionCount, threadCount: connectionCount) { first in
            stride(from: first, to: requestCount, by: connectionCount).first {
                !isAnswered(request($0))
            }
        }
        let nanoseconds = watch.nanoseconds
        if let number = lost.compactMap({ $0 }).first {
            throw wrong("an answer to request \(number)", "none")
        }
        return nanoseconds
    }

    private static func verifying(
        _ folder: String, _ verifiesSignatures: Bool, _ threadCount: Int
    ) throws -> Int {
        let watch = Stopwatch()
        do throws(PythonError) {
            let audit = try LedgerAudit.audit(
                PublishedLedger(readingAt: folder + "/first.db"),
                verifiesSignatures: verifiesSignatures, threadCount: threadCount,
                progress: { _ in })
            guard audit.findingCount == 0, audit.rowCount == requestCount else {
                throw PythonError.value("\(audit.rowCount) rows, \(audit.findingCount) findings")
            }
        } catch {
            throw wrong("a ledger that holds", error.message)
        }
        return watch.nanoseconds
    }

    // MARK: Parties

    private static let node = PublishedNode(
        identity: PublishedIdentity(seed: Digests.sha256("node".utf8).bytes),
        model: SilentModel(), clock: { ClockReading.seconds(milliseconds: 1_700_000_000_000) })

    private static var caller: HTTPCaller {
        HTTPCaller(
            userAgent: "glyphlab-bench",
            limits: HTTPCallLimits(
                milliseconds: 60_000, connectMilliseconds: 60_000, answerByteCountMax: 1 << 20))
    }

    private static func gateway(
        _ name: String, _ folder: String,
        parties: [(url: String, answer: (WebRequest, Int) -> WebAnswer)]
    ) throws -> SharedGateway {
        do throws(PythonError) {
            return try SharedGateway(
                surroundings: { BenchSurroundings($0, parties: parties) }
            ) { surroundings throws(PythonError) in
                try published(name, folder, surroundings)
            }
        } catch {
            throw wrong("a ledger", error.message)
        }
    }

    private static func published(
        _ name: String, _ folder: String, _ surroundings: any Surroundings
    ) throws(PythonError) -> PublishedGateway {
        let ledger = try PublishedLedger(path: "\(folder)/\(name).db")
        try ledger.store.holdAlone()
        return try PublishedGateway(
            identity: PublishedIdentity(seed: Digests.sha256(name.utf8).bytes), ledger: ledger,
            surroundings: surroundings)
    }

    private static func introduce(
        _ gateway: SharedGateway, node url: String, peer: String?
    ) throws {
        let body = JSONValue.object([
            JSONMember("public_name", .string("node")), JSONMember("node_url", .string(url)),
            JSONMember("node_pubkey", .string(node.publicKey)),
        ])
        var requests = [
            WebRequest(method: "POST", path: "/register", body: Array(body.compactText.utf8))
        ]
        if let peer {
            requests.append(
                WebRequest(
                    method: "POST", path: "/add_peer",
                    query: "url=" + PercentEncoding.text(of: peer)))
        }
        for request in requests {
            let answer = gateway.answer(request, atMilliseconds: milliseconds)
            guard answer.status == 200 else { throw wrong("200", "\(answer.status)") }
        }
    }

    private static func request(_ number: Int) -> WebRequest {
        WebRequest(
            method: "POST", path: "/inference", body: Array(#"{"prompt":"\#(number)"}"#.utf8))
    }

    private static let milliseconds = 1_700_000_000_000

    private static func checkLedger(_ gateway: SharedGateway) throws {
        do throws(PythonError) {
            let count = try gateway.read { gateway throws(PythonError) in
                guard try gateway.ledger.isChainGood() else { return 0 }
                return try gateway.ledger.receipts().count
            }
            guard count == requestCount else { throw PythonError.value("\(count)") }
        } catch {
            throw wrong("\(requestCount) receipts in a whole chain", error.message)
        }
    }

    private static func wrong(_ expected: String, _ got: String) -> BenchmarkError {
        .failed("receipts: expected \(expected), got \(got)")
    }
}
