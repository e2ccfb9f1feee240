internal import Cryptography
internal import Encodings
package import Platform

/// The world outside a gateway that is served: other machines by HTTP, and the system's chance.
///
/// The turn is given up while a call is out: other requests are answered meanwhile.
package final class NetworkSurroundings: Surroundings {
    private let caller: HTTPCaller
    private let turn: Turn

    package init(caller: HTTPCaller, turn: Turn) {
        self.caller = caller
        self.turn = turn
    }

    package func answer(to call: OutgoingCall) -> CallAnswer {
        guard let method = HTTPCall.Method(rawValue: call.method) else { return .unreachable }
        return turn.givenUp {
            switch caller.result(of: HTTPCall(method, call.url, body: call.body)) {
            case .answered(let status, let body): .answered(status: status, body: body)
            // An answer that is too long or no HTTP is an error of the connection to a handler.
            case .unreachable, .badAnswer: .unreachable
            case .timedOut: .timedOut
            }
        }
    }

    package func uniqueID() -> String {
        var bytes = SystemRandom.bytes(count: 16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array(Hexadecimal.text(of: bytes))
        let ends = [0, 8, 12, 16, 20, 32]
        return zip(ends, ends.dropFirst()).map { String(digits[$0..<$1]) }.joined(separator: "-")
    }
}
