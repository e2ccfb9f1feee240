import BigInt
import Cryptography
import PublishedGateways
import PythonValues

/// A party of the tests, by its name.
enum Party {
    static func identity(_ name: String) -> PublishedIdentity {
        PublishedIdentity(seed: Digests.sha256("receipts/key/\(name)".utf8).bytes)
    }

    /// The JSON of a receipt that both parties have signed.
    static func receipt(
        gateway: String, node: String, session: String, outputTokens: Int
    ) throws -> String {
        var members = PythonDictionary()
        members["gateway_pubkey"] = .text(identity(gateway).publicKey)
        members["node_pubkey"] = .text(identity(node).publicKey)
        members["session_id"] = .text(session)
        members["route"] = .text(identity(node).publicKey)
        members["input_tokens"] = .integer(1)
        members["output_tokens"] = .integer(BigInt(outputTokens))
        members["wall_time_ms"] = .integer(1)
        members["created_at"] = .integer(1_700_000_000)
        var receipt = try PublishedReceipt(members)
        let payload = try receipt.payload()
        receipt.gatewaySignature = .text(identity(gateway).signature(of: payload))
        receipt.nodeSignature = .text(identity(node).signature(of: payload))
        return try PythonJSONWriter.text(.dictionary(receipt.members))
    }
}

/// A model that adds as many tokens as the prompt's number says, so that a receipt shows which
/// prompt it is for.
struct CountingModel: TextModel {
    let device = "cpu"

    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration {
        TextGeneration(
            text: prompt + PythonText("!"), inputTokenCount: prompt.codePoints.count,
            outputTokenCount: Int(prompt.shown) ?? 0, lastToken: (id: 0, text: PythonText("!")))
    }
}
