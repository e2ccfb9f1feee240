import Foundation
import Platform
import Routing
import Serving
import TestSupport
import Testing

@Suite("Calls to other programs")
struct CallerTests {
    private static func caller(
        milliseconds: Int = 900_000, answerByteCountMax: Int = 1 << 20
    ) -> HTTPCaller {
        HTTPCaller(
            userAgent: "glyphlab-test",
            limits: HTTPCallLimits(
                milliseconds: milliseconds, connectMilliseconds: milliseconds,
                answerByteCountMax: answerByteCountMax))
    }

    @Test("Bodies, paths and statuses come through unchanged, all on one kept connection")
    func unchanged() async throws {
        let listener = try EchoRouter.listener()
        try await onThread {
            let caller = Self.caller()
            var generator = SeededGenerator(seed: 1)
            for length in [0, 1, 1_023, 1_024, 1_025, 20_000] {
                let body = (0..<length).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
                for path in ["/p", "/missing"] {
                    let request = WebRequest(
                        method: "POST", path: path, query: "q=%20", body: body)
                    let expected = EchoRouter.answer(request)
                    let url = "\(listener.address.url)\(path)?q=%20"
                    #expect(
                        caller.result(of: HTTPCall(.post, url, body: body))
                            == .answered(status: expected.status, body: expected.body))
                }
            }
            let expected = EchoRouter.answer(WebRequest(method: "GET", path: "/"))
            #expect(
                caller.result(of: HTTPCall(.get, listener.address.url + "/"))
                    == .answered(status: 200, body: expected.body))
            #expect(listener.connectionCount == 1)
            listener.stop()
        }
    }

    @Test("Calls from several threads at a time each get their own answer")
    func threads() async throws {
        let listener = try EchoRouter.listener()
        try await onThread {
            let caller = Self.caller()
            let (done, wrong) = (Counter(), Counter())
            let end = Gate()
            for thread in 0..<8 {
                Thread.detachNewThread {
                    for call in 0..<50 {
                        let body = Array("\(thread) \(call)".utf8)
                        let request = WebRequest(method: "POST", path: "/", body: body)
                        let result = caller.result(
                            of: HTTPCall(.post, listener.address.url + "/", body: body))
                        let expected = HTTPCallResult.answered(
                            status: 200, body: EchoRouter.answer(request).body)
                        if result != expected { wrong.add() }
                    }
                    let doneCount = done.add()
                    if doneCount == 8 { end.open() }
                }
            }
            end.wait()
            #expect(wrong.count == 0)
            #expect(listener.connectionCount <= 8)
            listener.stop()
        }
    }

    @Test("A silent program is a call out of time; one that is not there cannot be reached")
    func ends() async throws {
        let gate = Gate()
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) {
            request, _ in
            gate.wait()
            return EchoRouter.answer(request)
        }
        try await onThread {
            let url = listener.address.url + "/"
            #expect(Self.caller(milliseconds: 200).result(of: HTTPCall(.post, url)) == .timedOut)
            gate.open()
            listener.stop()
            for gone in ["http://127.0.0.1:1/", "no url", "ftp://127.0.0.1/", ""] {
                switch Self.caller().result(of: HTTPCall(.post, gone)) {
                case .unreachable, .badAnswer: break
                case let other: Issue.record("\(gone): \(other)")
                }
            }
        }
    }

    @Test("An answer that is too long is none, whether its length is announced or not")
    func long() async throws {
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) {
            request, _ in
            WebAnswer(status: 200, body: [UInt8](repeating: 1, count: request.body.count))
        }
        let chunks = String(repeating: "4\r\nabcd\r\n", count: 300)
        let chunked = try RawServer(
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n")
        try await onThread {
            let caller = Self.caller(answerByteCountMax: 1_000)
            let url = listener.address.url + "/"
            func result(_ count: Int) -> HTTPCallResult {
                caller.result(of: HTTPCall(.post, url, body: .init(repeating: 0, count: count)))
            }
            #expect(
                result(1_000) == .answered(status: 200, body: .init(repeating: 1, count: 1_000)))
            let refusal = HTTPCallResult.badAnswer("an answer of more than 1000 bytes")
            #expect(result(1_001) == refusal)
            #expect(caller.result(of: HTTPCall(.get, chunked.url)) == refusal)
            listener.stop()
        }
    }

    @Test("Redirects are answers; what is no HTTP, or breaks off, is none")
    func strange() async throws {
        let answers = [
            "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nok",
            "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "",
        ]
        let servers = try answers.map { try RawServer(answer: $0) }
        try await onThread {
            let results = servers.map { Self.caller().result(of: HTTPCall(.get, $0.url)) }
            #expect(results[0] == .answered(status: 307, body: Array("ok".utf8)))
            for result in results[1...] {
                switch result {
                case .unreachable, .badAnswer: break
                default: Issue.record("\(result)")
                }
            }
        }
    }
}
