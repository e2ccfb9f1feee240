import BigInt
import Cryptography
import PublishedGateways
import PythonValues
import Routing

/// Other machines in process, as the reference vectors have them: nodes at `http://NAME`, nothing
/// else; and numbered chance.
final class LocalNetwork: Surroundings {
    private let seed: String
    private var drawnCount = 0
    private let milliseconds: () -> Int

    /// - Parameters:
    ///   - seed: the text of which random numbers are made.
    ///   - milliseconds: the time on the nodes' clocks.
    init(seed: String, milliseconds: @escaping () -> Int) {
        self.seed = seed
        self.milliseconds = milliseconds
    }

    func uniqueID() -> String {
        drawnCount += 1
        var bytes = Array(Digests.sha256("uuid/\(seed)/\(drawnCount)".utf8).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.enumerated().map { index, byte in
            ([4, 6, 8, 10].contains(index) ? "-" : "") + (byte < 16 ? "0" : "")
                + String(byte, radix: 16)
        }.joined()
    }

    func answer(to call: OutgoingCall) -> CallAnswer {
        let parts = call.url.split(separator: "/", maxSplits: 2)
        guard parts.count == 3, ["node-a", "node-b", "node-c"].contains(parts[1]) else {
            return .unreachable
        }
        let now = ClockReading.seconds(milliseconds: milliseconds())
        let node = PublishedNode(
            identity: Party.identity(String(parts[1])), model: AlphabetModel(), clock: { now })
        let answer = node.answer(
            WebRequest(method: call.method, path: "/\(parts[2])", body: call.body),
            atMilliseconds: 0)
        return .answered(status: answer.status, body: answer.body)
    }
}

/// The model of the reference vectors: the alphabet follows the prompt, 1 + (the sum of its bytes)
/// mod 61 letters unless fewer are asked for.
struct AlphabetModel: TextModel {
    let device = "cpu"

    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration {
        let bytes = try prompt.utf8()
        let sum = bytes.reduce(0) { $0 + Int($1) }
        let count = max(0, Int(clamping: min(newTokenCountMax, BigInt(1 + sum % 61))))
        let added = (0..<count).map { UInt32(97 + $0 % 26) }
        return TextGeneration(
            text: PythonText(codePoints: bytes.map(UInt32.init) + added),
            inputTokenCount: bytes.count, outputTokenCount: count,
            lastToken: (id: 0, text: PythonText("")))
    }
}
