import Encodings
import Foundation
import PublishedGateways
import PythonValues
import Routing
import Serving
import Synchronization
import TestSupport
import Testing

@Suite("A gateway's answers over a socket")
struct ServedRequestTests {
    private static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    /// A request with its time, and the published status where that is known.
    struct Step: Sendable {
        let request: WebRequest
        let milliseconds: Int
        let status: Int?
    }

    struct History: Sendable {
        let seed: String
        let mode: GatewayMode
        let tables: LedgerTables
        let steps: [Step]
    }

    /// The time of a history's step, for gateways, nodes and the listener alike.
    final class Time: Sendable {
        private let value = Mutex(0)

        var milliseconds: Int {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }

    static func gateway(_ history: History, _ time: Time) throws -> SharedGateway {
        SharedGateway(
            try PublishedGateway(
                identity: Party.identity("gateway"),
                ledger: PublishedLedger(tables: history.tables), mode: history.mode,
                surroundings: LocalNetwork(seed: history.seed) { time.milliseconds }))
    }

    /// Plays a history in process and over a socket; returns how many statuses are the published
    /// ones.
    static func play(_ history: History) async throws -> Int {
        // The listener tells the real time, the history has its own.
        let time = Time()
        let inProcess = try gateway(history, time)
        let served = try gateway(history, time)
        let listener = try Listener(
            at: ListeningAddress(port: 0),
            limits: ServingLimits(
                bodyByteCountMax: 1 << 22, connectionCountMax: 4, requestMilliseconds: 900_000)
        ) { request, _ in
            served.answer(request, atMilliseconds: time.milliseconds)
        }
        return try await onThread {
            let client = try RawHTTPClient(port: listener.address.port)
            var publishedCount = 0
            for (place, step) in history.steps.enumerated() {
                time.milliseconds = step.milliseconds
                let expected = inProcess.answer(step.request, atMilliseconds: step.milliseconds)
                let query = step.request.query.isEmpty ? "" : "?\(step.request.query)"
                client.send(
                    "\(step.request.method) \(step.request.path)\(query) HTTP/1.1\r\nHost: a\r\n"
                        + "Content-Length: \(step.request.body.count)\r\n\r\n")
                client.send(step.request.body)
                let answer = try #require(try client.answer())
                #expect(answer.status == expected.status, "step \(place)")
                #expect(answer.body == expected.body, "step \(place): \(answer.text)")
                let type =
                    expected.contentType.isEmpty ? [] : ["content-type: \(expected.contentType)"]
                for field in type + expected.fields.map({ "\($0.name): \($0.value)" }) {
                    #expect(answer.fields.contains(field), "step \(place)")
                }
                if answer.status == step.status {
                    publishedCount += 1
                } else if let status = step.status {
                    Issue.record(
                        "step \(place), \(step.request.path): published \(status), got \(answer.text)"
                    )
                }
            }
            listener.stop()
            return publishedCount
        }
    }

    private static let ownSteps: [(String, String)] = [
        ("GET /nodes", ""), ("POST /inference", #"{"prompt":"1"}"#),
        (
            "POST /register",
            #"{"public_name":"é","node_url":"http://node-a","node_pubkey":"k"}"#
        ),
        ("POST /inference", #"{"prompt":"5"}"#), ("POST /inference", "{"),
        ("POST /gossip/receipts", "[{}]"), ("GET /receipts", ""),
        ("GET /pull/receipts?limit=1", ""),
        ("POST /epoch/settle", #"{"total_amount":1000}"#), ("GET /nothing", ""),
        ("PUT /nodes", ""), ("GET /epoch/status/%E2%98%83", ""), ("POST /register/", ""),
        ("HEAD2 /peers", ""), ("POST /add_peer?url=http%3A%2F%2Fa%20b", ""), ("GET /peers", ""),
    ]

    @Test(
        "A small history gives the same statuses and bodies",
        arguments: [GatewayMode.shipped, .meant])
    func own(mode: GatewayMode) async throws {
        let steps = Self.ownSteps.enumerated().map { place, step in
            let words = step.0.split(separator: " ")
            let target = words[1].split(separator: "?", maxSplits: 1)
            return Step(
                request: WebRequest(
                    method: String(words[0]), path: String(target[0]),
                    query: target.count > 1 ? String(target[1]) : "", body: Array(step.1.utf8)),
                milliseconds: 1_700_000_000_000 + place * 500, status: nil)
        }
        #expect(
            try await Self.play(History(seed: "own", mode: mode, tables: .migrated, steps: steps))
                == 0)
    }

    @Test(
        "All published requests give the same statuses and bodies, and the published statuses",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"))
    func published() async throws {
        let path = try #require(Self.folder) + "/receipts/api.json"
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        let document = try JSONParser.parse(bytes, byteCountMax: 1 << 24)
        var (stepCount, publishedCount) = (0, 0)
        for history in try document.at("histories").elements() {
            let name = try history.at("history").string()
            let steps = try history.at("steps").elements().map(Self.step)
            stepCount += steps.count
            publishedCount += try await Self.play(
                History(
                    seed: "shared/api/\(name)", mode: name == "shipped" ? .shipped : .meant,
                    tables: name == "fresh" ? .fresh : .migrated, steps: steps))
        }
        #expect(stepCount == 600)
        #expect(publishedCount == 600)
    }

    private static func step(_ step: JSONValue) throws -> Step {
        let query = try step.member("query").map { query in
            try query.members().map { member in
                let value = try member.value.string().utf8.map { byte in
                    "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }
                return "\(member.key)=\(value.joined())"
            }.joined(separator: "&")
        }
        // Seconds with at most three decimals.
        let parts = try step.at("now").string().split(separator: ".")
        let decimals = (String(parts[1]) + "000").prefix(3)
        let milliseconds = try #require(Int(parts[0] + decimals))
        return Step(
            request: WebRequest(
                method: try step.at("method").string(), path: try step.at("path").string(),
                query: query ?? "",
                body: Array(try step.member("body")?.string().utf8 ?? "".utf8)),
            milliseconds: milliseconds, status: try step.at("status").integer())
    }
}
