import Encodings
import Platform

/// Calls of a client to a gateway.
struct GatewayCalls {
    private static let answerByteCountMax = 16 << 20
    private static let callMilliseconds = 180_000
    private static let connectMilliseconds = 5_000
    private static let shownScalarCount = 400

    let gateway: String
    private let caller = HTTPCaller(
        userAgent: ThisRun.userAgent,
        limits: HTTPCallLimits(
            milliseconds: callMilliseconds, connectMilliseconds: connectMilliseconds,
            answerByteCountMax: answerByteCountMax))

    init(gateway: String) {
        self.gateway = gateway
    }

    /// The JSON of an answer with the status 200.
    ///
    /// **Throws:** ``Failure``, which does not hold where the gateway refused, and is inconclusive
    /// where it could not be reached.
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
        switch caller.result(of: HTTPCall(method, gateway + path, body: body)) {
        case .answered(200, let body): return body
        case .answered(let status, let body): throw refused(status, body)
        case .timedOut: throw unreached("no answer in \(Self.callMilliseconds / 1_000) s")
        case .unreachable(let reason), .badAnswer(let reason): throw unreached(reason)
        }
    }

    private func refused(_ status: Int, _ body: [UInt8]) -> Failure {
        let words = String(decoding: body, as: UTF8.self)
        return Failure(
            outcome: .doesNotHold,
            message: "\(gateway): expected the status 200 and JSON, got \(status): "
                + String(words.unicodeScalars.prefix(Self.shownScalarCount)))
    }

    private func unreached(_ reason: String) -> Failure {
        Failure(
            outcome: .inconclusive,
            message: "\(gateway): expected a gateway's answer, got: \(reason)")
    }
}
