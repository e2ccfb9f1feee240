import Conformance
import Foundation
import LearningConformance
import Platform
import PublishedLearning
import PythonValues
import Routing
import Serving
import TestSupport
import Testing

/// A published node behind a listener of this process.
///
/// **Why @unchecked:** whoever has the turn uses the node.
private final class ListeningNode: @unchecked Sendable {
    let listener: Listener

    init(_ node: PublishedLearningNode, _ now: PythonFloat) throws {
        nonisolated(unsafe) let node = node
        let turn = Turn()
        listener = try Listener(
            at: ListeningAddress(port: 0),
            limits: ServingLimits(
                bodyByteCountMax: 1 << 20, connectionCountMax: 4, requestMilliseconds: 60_000)
        ) { request, _ in
            turn.held { unsafe node.answer(to: request, now: now) }
        }
    }

    deinit { listener.stop() }
}

@Suite("The published faces over a socket")
struct InterfaceSocketTests {
    private static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    /// A path as clients write it, with its spaces encoded.
    private static func encoded(_ path: String) -> String { path.replacing(" ", with: "%20") }

    @Test(
        "Every answer of api.json comes over a real socket",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"))
    func vectors() async throws {
        let folder = try #require(Self.folder)
        try await onThread {
            let url = URL(filePath: folder).appending(path: "learning/api.json")
            let document = try PythonJSONParser.parse(
                Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
            guard case .dictionary(let members) = document else {
                throw RawHTTPClient.Failure(message: "no object")
            }
            let judge = InterfaceVectors { node, now in
                let served = try ListeningNode(node, now)
                let client = try RawHTTPClient(port: served.listener.address.port)
                return { request in
                    _ = served
                    guard
                        let answer = try client.exchange(
                            request.method, Self.encoded(request.path), request.body)
                    else { throw RawHTTPClient.Failure(message: "no answer") }
                    return WebAnswer(status: answer.status, body: answer.body)
                }
            }
            let outcomes = try judge.outcomes(of: members)
            #expect(outcomes.count == 139)
            for outcome in outcomes where outcome.kind != .equal {
                Issue.record("\(outcome.index): \(outcome.kind)")
            }
        }
    }
}
