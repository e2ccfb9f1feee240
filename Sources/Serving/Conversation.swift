internal import FlyingSocks
internal import Foundation
internal import Platform
internal import Routing

/// The requests and answers on one connection, one after the other.
struct Conversation: Sendable {
    let socket: AsyncSocket
    let limits: ServingLimits
    let table: ConnectionTable
    let threads: RouterThreads
    /// The answer to a request with those fields; nil for none.
    let router: @Sendable (WebRequest, RequestFields) -> WebAnswer?

    private static let partByteCount = 4096
    /// The bytes of a refused request that are read, so that its sender gets to see the answer.
    private static let farewellByteCountMax = 1 << 20

    private var descriptor: Int32 { socket.socket.file.rawValue }

    /// Serves the connection to its end; closing it is the caller's.
    func run() async {
        var reader = RequestReader(limits: limits)
        do {
            while true {
                guard let (request, fields, keepsAlive) = try await next(&reader) else {
                    return
                }
                guard let answer = await answer(to: request, fields) else { return }
                guard try await send(answer, to: request, keepsAlive: keepsAlive) else { return }
                table.enter(reader.isWithinRequest ? .request : .idle, descriptor)
            }
        } catch let refusal as RequestRefusal {
            await refuse(refusal.answer)
        } catch {
            // The other side is gone: nobody is left to be told.
        }
    }

    /// Tells why the connection is not served, and ends it.
    func refuse(_ answer: WebAnswer) async {
        table.enter(.answer, descriptor)
        let bytes = AnswerText.bytes(
            answer, atSeconds: Machine.secondsSince1970, keepsAlive: false, isHead: false)
        guard (try? await socket.write(Data(bytes))) != nil else { return }
        await sayFarewell()
    }

    /// The next request; nil where the other side sends no more.
    private func next(
        _ reader: inout RequestReader
    ) async throws -> (WebRequest, RequestFields, keepsAlive: Bool)? {
        var wasWithinRequest = reader.isWithinRequest
        while true {
            switch try reader.step() {
            case .whole(let request, let fields, let keepsAlive):
                table.enter(.router, descriptor)
                return (request, fields, keepsAlive)
            case .mayContinue:
                try await socket.write(Data(AnswerText.mayContinue))
            case .needsMore:
                if reader.isWithinRequest, !wasWithinRequest {
                    wasWithinRequest = true
                    table.enter(.request, descriptor)
                }
                guard let bytes = try await read() else {
                    guard reader.isWithinRequest else { return nil }
                    throw table.isLate(descriptor)
                        ? RequestRefusal(
                            408, "expected a request within \(limits.requestMilliseconds) ms")
                        : RequestRefusal(400, "expected a whole request, got its begin")
                }
                reader.take(bytes)
            }
        }
    }

    private func read() async throws -> [UInt8]? {
        do {
            return try await socket.read(atMost: Self.partByteCount)
        } catch SocketError.disconnected {
            return nil
        }
    }

    private func answer(
        to request: WebRequest, _ fields: RequestFields
    ) async -> WebAnswer? {
        let router = router
        return await threads.result { router(request, fields) }
    }

    /// Whether the connection goes on.
    private func send(
        _ answer: WebAnswer, to request: WebRequest, keepsAlive: Bool
    ) async throws -> Bool {
        let goesOn = keepsAlive && !table.isStopping
        table.enter(.answer, descriptor)
        let bytes = AnswerText.bytes(
            answer, atSeconds: Machine.secondsSince1970, keepsAlive: goesOn,
            isHead: request.method == "HEAD")
        try await socket.write(Data(bytes))
        if !goesOn { await sayFarewell() }
        return goesOn
    }

    /// Ends the answer's side and reads on for a while: closing at once could take the answer away
    /// from who still sends.
    private func sayFarewell() async {
        table.enter(.farewell, descriptor)
        shutdown(descriptor, ConnectionTable.writing)
        var rest = Self.farewellByteCountMax
        while rest > 0, let bytes = try? await socket.read(atMost: Self.partByteCount) {
            rest -= bytes.count
        }
    }
}
