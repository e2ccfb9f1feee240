import Foundation
import HybridServing
import Platform
import Routing
import Serving
import TestSupport
import Testing

@Suite("The published engine behind a listener")
struct PublishedEngineFaceTests {
    static let json = "application/json"
    private static let key = "ack:e631a991881c33f74d5e751a774beccd:79dfbb2e5e1a98cc"
    private static let hash = "001f6b0cdd0608179f89ba26219b3dbf3e935546ba2e975aad2548395d22dc72"
    private static let emptyHash =
        "00320d85fda69b0710b9c7bcf752f122030c6d9514cc17683c64411bf4d4c6f1"
    static let choice =
        #"{"id":1,"method":"engine_forkchoiceUpdatedV1","params":[{"forkchoiceState":"#
        + #"{"headBlockHash":"0x\#(String(repeating: "11", count: 32))"},"#
        + #""payloadAttributes":{"timestamp":"0x61cf9980"}}]}"#
    static let payload =
        #"{"id":2,"method":"engine_getPayloadV1","params":["0x0000000000000001"]}"#

    static func post(_ body: String) -> WebRequest {
        WebRequest(method: "POST", path: "/", body: Array(body.utf8))
    }

    static func text(_ answer: WebAnswer?) -> String {
        String(decoding: answer?.body ?? [], as: UTF8.self)
    }

    static func listener(_ face: PublishedEngineFace) throws -> Listener {
        try Listener(
            at: ListeningAddress(port: 0),
            limits: ServingLimits(
                bodyByteCountMax: 1 << 20, connectionCountMax: 16, requestMilliseconds: 900_000)
        ) { request, origin in face.answer(request, contentType: origin.contentType) }
    }

    /// The bytes of a request.
    static func bytes(_ method: String, _ fields: [String], _ body: String) -> String {
        (["\(method) /any HTTP/1.1", "Host: a", "Content-Length: \(body.utf8.count)"] + fields)
            .joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    @Test("a wait looks once a second, in the time that it is given")
    func waiting() {
        let looks = Counter()
        let face = PublishedEngineFace(
            time: EngineTime(
                seconds: { 1_000 },
                wait: { _, second in #expect(looks.add() == second) }))
        _ = face.answer(Self.post(Self.choice), contentType: Self.json)
        let answer = face.answer(Self.post(Self.payload), contentType: Self.json)
        #expect(Self.text(answer).contains(Self.emptyHash))
        #expect(looks.count == 30)
    }

    @Test("an acknowledgement that comes while a call waits is seen at the next second")
    func acknowledged() async throws {
        let (gate, waits) = (Gate(), Gate())
        let looks = Counter()
        let face = PublishedEngineFace(
            time: EngineTime(
                seconds: { 1_000 },
                wait: { _, second in
                    looks.add()
                    guard second == 5 else { return }
                    waits.open()
                    gate.wait()
                }))
        _ = face.answer(Self.post(Self.choice), contentType: Self.json)
        async let found = onThread {
            face.answer(Self.post(Self.payload), contentType: Self.json)
        }
        try await onThread { waits.wait() }
        // Others are answered meanwhile.
        let other = face.answer(Self.post("{}"), contentType: Self.json)
        #expect(Self.text(other).contains("Method not found"))
        let put = WebRequest(method: "PUT", path: "/glyphlab/records/\(Self.key)", body: [1])
        #expect(face.answer(put, contentType: "")?.status == 200)
        gate.open()
        #expect(Self.text(try await found).contains(Self.hash))
        #expect(looks.count == 5)
    }

    @Test("real seconds pass on the machine's clock")
    func seconds() async throws {
        try await onThread {
            let face = PublishedEngineFace()
            _ = face.answer(Self.post(Self.choice), contentType: Self.json)
            let put = WebRequest(method: "PUT", path: "/glyphlab/records/\(Self.key)", body: [1])
            #expect(face.answer(put, contentType: "")?.status == 200)
            let start = ContinuousClock.now
            let answer = face.answer(Self.post(Self.payload), contentType: Self.json)
            #expect(.now - start >= .seconds(1))
            #expect(Self.text(answer).contains(Self.hash))
        }
    }

    @Test("a call that dies closes the connection with nothing answered, and others go on")
    func crash() async throws {
        let listener = try Self.listener(PublishedEngineFace())
        defer { listener.stop() }
        let port = listener.address.port
        try await onThread {
            let type = "Content-Type: application/json"
            let dying = #"{"method":"engine_forkchoiceUpdatedV1","params":[{}]}"#
            let client = try RawHTTPClient(port: port)
            client.send(Self.bytes("POST", [type], "{}"))
            #expect(try client.answer()?.status == 200)
            client.send(Self.bytes("POST", [type], dying))
            #expect(try client.all() == [])
            let next = try RawHTTPClient(port: port)
            next.send(Self.bytes("POST", [type], Self.choice))
            #expect(try next.answer()?.text.contains("0x0000000000000001") == true)
        }
    }

    @Test("method and content type over a socket")
    func fields() async throws {
        let listener = try Self.listener(PublishedEngineFace())
        defer { listener.stop() }
        let port = listener.address.port
        try await onThread {
            for (method, fields, status) in [
                ("POST", ["content-TYPE:  application/json \t"], 200),
                ("POST", ["Content-Type: application/json", "Content-Type: text/plain"], 200),
                ("POST", ["Content-Type: text/plain", "Content-Type: application/json"], 415),
                ("POST", ["Content-Type: application/json; charset=utf-8"], 415),
                ("POST", ["Content-Type: Application/JSON"], 415), ("POST", [], 415),
                ("GET", ["Content-Type: application/json"], 405), ("PUT", [], 405),
            ] {
                let client = try RawHTTPClient(port: port)
                client.send(Self.bytes(method, fields, "{}"))
                let answer = try #require(try client.answer())
                #expect(answer.status == status, "\(method) \(fields)")
                let type = status == 200 ? Self.json : "text/plain; charset=utf-8"
                #expect(answer.fields.contains("content-type: \(type)"))
            }
            let client = try RawHTTPClient(port: port)
            client.send(Self.bytes("HEAD", [], ""))
            #expect(try client.answer(hasBody: false)?.status == 405)
        }
    }
}
