import Encodings
import Platform

/// Calls of a client to a gateway, or to a node of a system.
struct GatewayCalls {
    private static let answerByteCountMax = 16 << 20
    private static let callMilliseconds = 180_000
    private static let connectMilliseconds = 5_000
    private static let shownScalarCount = 400

    let url: String
    /// The word for the other side.
    private let party: String
    private let caller = HTTPCaller(
        userAgent: ThisRun.userAgent,
        limits: HTTPCallLimits(
            milliseconds: callMilliseconds, connectMilliseconds: connectMilliseconds,
            answerByteCountMax: answerByteCountMax))

    init(gateway url: String) {
        (self.url, party) = (url, "gateway")
    }

    init(node url: String) {
        (self.url, party) = (url, "node")
    }

    /// The JSON of an answer with the status 200.
    ///
    /// **Throws:** ``Failure``, which does not hold where it was refused, and is inconclusive
    /// where nobody could be reached.
    func answer(
        _ method: HTTPCall.Method, _ path: String, body: [UInt8] = []
    ) throws -> JSONValue {
        let bytes = try bytes(method, path, body: body)
        guard let document = try? JSONParser.parse(bytes, byteCountMax: Self.answerByteCountMax)
        else { throw refused(200, bytes) }
        return document
    }

    /// The bytes of an answer with the status 200. **Throws:** as ``answer(_:_:body:)`` does.
    func bytes(
        _ method: HTTPCall.Method, _ path: String, body: [UInt8] = []
    ) throws -> [UInt8] {
        let answer = try anyAnswer(method, path, body: body)
        guard answer.status == 200 else { throw refused(answer.status, answer.body) }
        return answer.body
    }

    /// An answer of any status. **Throws:** ``Failure``, inconclusive, where there is none.
    func anyAnswer(
        _ method: HTTPCall.Method, _ path: String, body: [UInt8] = []
    ) throws -> (status: Int, body: [UInt8]) {
        switch caller.result(of: HTTPCall(method, url + path, body: body)) {
        case .answered(let status, let body): return (status, body)
        case .timedOut: throw unreached("no answer in \(Self.callMilliseconds / 1_000) s")
        case .unreachable(let reason), .badAnswer(let reason): throw unreached(reason)
        }
    }

    private func refused(_ status: Int, _ body: [UInt8]) -> Failure {
        let words = String(decoding: body, as: UTF8.self)
        return Failure(
            outcome: .doesNotHold,
            message: "\(url): expected the status 200 and JSON, got \(status): "
                + String(words.unicodeScalars.prefix(Self.shownScalarCount)))
    }

    private func unreached(_ reason: String) -> Failure {
        Failure(
            outcome: .inconclusive,
            message: "\(url): expected a \(party)'s answer, got: \(reason)")
    }
}
