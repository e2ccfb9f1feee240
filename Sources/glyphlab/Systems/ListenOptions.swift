import ArgumentParser
import Platform
import Routing
import Serving

/// Address and bounds of a server.
struct ListenOptions: ParsableArguments {
    @Option(
        help: """
            ADDRESS:PORT, or a PORT of 127.0.0.1; 0 is any free port, which is printed.
            """)
    var listen = "\(ListeningAddress.loopback):0"

    @Option(help: "How many connections are served at a time; further ones are told 503.")
    var connectionsMax = 256

    @Option(
        help: """
            How many bytes a request's body has at most; longer ones are told 413. 1048576 where \
            nothing is said, or what the longest message of a hardened ledger needs.
            """)
    var bodyBytesMax: Int?

    @Flag(help: "End when standard input ends, as with the program that started this.")
    var untilInputEnds = false

    /// Whether only this machine reaches the address.
    var isLoopback: Bool {
        ListeningAddress(listen).map { $0.host.hasPrefix("127.") || $0.host == "::1" } ?? false
    }

    func validate() throws {
        guard ListeningAddress(listen) != nil else {
            throw ValidationError(
                "listen: expected PORT or ADDRESS:PORT with a numeric address, got \(listen)")
        }
        guard (1...4_096).contains(connectionsMax) else {
            throw ValidationError("connections-max: expected 1 to 4096, got \(connectionsMax)")
        }
        if let bodyBytesMax, !(1...1 << 30).contains(bodyBytesMax) {
            throw ValidationError("body-bytes-max: expected 1 to 2^30, got \(bodyBytesMax)")
        }
    }

    private static let bodyByteCount = 1 << 20

    private func limits(_ messageByteCount: Int) -> ServingLimits {
        ServingLimits(
            bodyByteCountMax: bodyBytesMax ?? max(Self.bodyByteCount, messageByteCount),
            connectionCountMax: connectionsMax, requestMilliseconds: 20_000)
    }

    /// Serves a router until an interruption, and lets running requests end.
    ///
    /// - Parameters:
    ///   - router: the answer to a request; nil closes the connection with nothing said.
    ///   - messageByteCount: the bytes of the longest message that the router takes.
    ///   - begun: told the address once the listener is there.
    func serve(
        _ router: @escaping @Sendable (WebRequest, RequestOrigin) -> WebAnswer?,
        messageByteCount: Int = 0,
        begun: (ListeningAddress) -> Void
    ) throws -> Outcome {
        guard let address = ListeningAddress(listen) else {
            throw Failure(outcome: .badInput, message: "listen: got \(listen)")
        }
        let listener: Listener
        do {
            listener = try Listener(at: address, limits: limits(messageByteCount), router: router)
        } catch {
            throw Failure(outcome: .badInput, message: "listen: \(error)")
        }
        let interruption = Signals.expectInterruption(orInputEnd: untilInputEnds)
        begun(listener.address)
        interruption.wait()
        StandardStreams.writeMessage("glyphlab: stopping, running requests end first\n")
        let count = listener.stop()
        if count > 0 {
            StandardStreams.writeMessage(
                "glyphlab: connections that did not end in time: \(count)\n")
        }
        return .holds
    }
}
