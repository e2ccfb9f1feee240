import BigInt
import Cryptography
import Encodings
import PublishedGateways
import PythonValues
import Routing
import Testing

@Suite("The node of the published gateway network")
struct NodeTests {
    /// Answers every prompt with itself; refuses an empty one.
    private struct Echo: TextModel {
        let device = "cpu"

        func generation(
            prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
        ) throws(PythonError) -> TextGeneration {
            guard !prompt.codePoints.isEmpty else { throw .value("an empty prompt") }
            return TextGeneration(
                text: prompt, inputTokenCount: 3, outputTokenCount: 0,
                lastToken: (id: 2, text: PythonText("</s>")))
        }
    }

    private func node(time: PythonFloat = PythonFloat(1)) -> PublishedNode {
        PublishedNode(
            identity: PublishedIdentity(seed: [UInt8](repeating: 7, count: 32)), model: Echo(),
            clock: { time })
    }

    private func answer(
        _ method: String, _ path: String, _ body: String = "", time: PythonFloat = PythonFloat(1)
    ) -> String {
        let answer = node(time: time).answer(
            WebRequest(method: method, path: path, body: Array(body.utf8)), atMilliseconds: 0)
        return "\(answer.status) " + String(decoding: answer.body, as: UTF8.self)
    }

    @Test("Paths and methods are found as Starlette finds them")
    func routes() {
        #expect(answer("GET", "/health") == #"200 {"ok":true,"device":"cpu"}"#)
        #expect(answer("GET", "/%68ealth") == #"200 {"ok":true,"device":"cpu"}"#)
        #expect(answer("POST", "/health") == #"405 {"detail":"Method Not Allowed"}"#)
        #expect(answer("GET", "/health/") == "307 ")
        #expect(answer("GET", "/nope") == #"404 {"detail":"Not Found"}"#)
    }

    @Test("A text is answered in UTF-8, and a model or a clock that fails is HTTP 500")
    func generation() {
        #expect(
            answer("POST", "/generate", #"{"prompt":"é\u007f\n"}"#)
                == "200 {\"text\":\"é\u{7F}\\n\",\"input_tokens\":3,\"output_tokens\":0,"
                + "\"wall_time_ms\":0}")
        #expect(
            answer("POST", "/next_token", #"{"prompt":"x"}"#)
                == #"200 {"token":"</s>","token_id":2,"input_tokens":3,"output_tokens":1,"#
                + #""wall_time_ms":0}"#)
        #expect(answer("POST", "/generate", #"{"prompt":""}"#) == "500 Internal Server Error")
        #expect(
            answer("POST", "/generate", #"{"prompt":"\ud800"}"#) == "500 Internal Server Error")
        let endless = PythonFloat(.infinity)
        #expect(
            answer("POST", "/generate", #"{"prompt":"x"}"#, time: endless)
                == "500 Internal Server Error")
    }

    @Test("Anything is signed but the two signatures in it")
    func signing() throws {
        let text = answer("POST", "/sign_receipt", #"{"b":1,"node_sig":2,"a":NaN}"#)
        let value = try PythonJSONParser.parse(Array(text.utf8.dropFirst(4)), byteCountMax: 1000)
        #expect(
            try PublishedSignature.verifies(
                key: .text(node().publicKey), message: Array(#"{"a":NaN,"b":1}"#.utf8),
                signature: value.member("node_sig")))
        #expect(
            try value.member("node_pubkey").equals(.text(node().publicKey)))
    }
}
