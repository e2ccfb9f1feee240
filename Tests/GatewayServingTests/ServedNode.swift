import Foundation
import PublishedGateways
import Serving
import TestSupport

/// A node behind a listener of this process, with a model that takes no time.
final class ServedNode: Sendable {
    private let name: String
    private let listener: Listener

    init(_ name: String) throws {
        self.name = name
        let node = PublishedNode(
            identity: Party.identity(name), model: CountingModel(), clock: { ClockReading.now })
        listener = try Listener(
            at: ListeningAddress(port: 0),
            limits: ServingLimits(
                bodyByteCountMax: 1 << 20, connectionCountMax: 256, requestMilliseconds: 900_000)
        ) { request, origin in
            node.answer(request, atMilliseconds: origin.milliseconds)
        }
    }

    deinit { listener.stop() }

    /// Registers the node; whether the gateway took it.
    func register(_ client: RawHTTPClient) throws -> Bool {
        let answer = try client.exchange(
            "POST", "/register",
            """
            {"public_name":"\(name)","node_url":"\(listener.address.url)",\
            "node_pubkey":"\(Party.identity(name).publicKey)"}
            """)
        return answer?.status == 200
    }
}

extension RawHTTPClient {
    /// Sends a request and waits for its answer; nil where the connection ended before one.
    func exchange(_ method: String, _ target: String, _ body: String = "") throws -> Answer? {
        send(
            "\(method) \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                + body)
        return try answer()
    }
}
