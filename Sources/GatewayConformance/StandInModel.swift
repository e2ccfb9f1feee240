internal import BigInt
internal import PublishedGateways
internal import PythonValues

/// The model of the reference vectors: a prompt's tokens are its bytes in UTF-8, and letters of the
/// alphabet follow in their order.
struct StandInModel: TextModel {
    let device = "cpu"

    /// The smaller of the request's number and 1 + (the sum of the prompt's bytes) mod 61, but none
    /// below 0: the i-th token is 97 + i mod 26. The text shows all bytes as Latin-1.
    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration {
        let bytes = try prompt.utf8()
        let sum = bytes.reduce(0) { $0 + Int($1) }
        let countMax = 1 + sum % 61
        let count = max(0, Int(exactly: min(newTokenCountMax, BigInt(countMax))) ?? 0)
        let added = (0..<count).map { UInt8(97 + $0 % 26) }
        let last = added.last ?? 0
        return TextGeneration(
            text: Self.latin1(bytes + added), inputTokenCount: bytes.count,
            outputTokenCount: count, lastToken: (id: Int(last), text: Self.latin1([last])))
    }

    private static func latin1(_ bytes: [UInt8]) -> PythonText {
        PythonText(codePoints: bytes.map(UInt32.init))
    }
}
