internal import Cryptography
internal import GatewayNetwork
internal import PythonValues
internal import Scenarios

/// Published messages, as honest parties and attackers write them before edits.
enum PublishedForms {
    static let ticker = "GLYPH"
    private static let signedKeys = [
        "created_at", "gateway_pubkey", "input_tokens", "node_pubkey", "output_tokens", "route",
        "session_id", "wall_time_ms",
    ]

    /// A receipt without signatures.
    static func receipt(
        gateway: String, node: String, session: String, plan: ReceiptPlan, createdMilliseconds: Int
    ) -> RawObject {
        RawObject([
            ("created_at", PublishedSeconds.text(milliseconds: createdMilliseconds)),
            ("gateway_pubkey", RawObject.text(gateway)),
            ("input_tokens", String(plan.inputTokens)), ("node_pubkey", RawObject.text(node)),
            ("output_tokens", String(plan.outputTokens)), ("route", RawObject.text(node)),
            ("session_id", RawObject.text(session)), ("wall_time_ms", "7"),
        ])
    }

    /// The bytes that both parties sign, as a gateway reads them.
    ///
    /// **Throws:** ``StepFault`` for what is no object of JSON.
    static func payload(_ receipt: RawObject) throws -> [UInt8] {
        guard case .dictionary(let members)? = PublishedTexts.value(receipt.bytes) else {
            throw StepFault("no object of JSON to sign")
        }
        var signed = PythonDictionary()
        for key in signedKeys {
            if let value = members[key] { signed[key] = value }
        }
        guard let payload = PublishedTexts.compact(.dictionary(signed)) else {
            throw StepFault("an integer of more digits than Python writes")
        }
        return payload
    }

    /// **Throws:** ``StepFault`` as ``payload(_:)`` does.
    static func signed(
        _ receipt: RawObject, gateway: ReceiptIdentity, node: ReceiptIdentity
    ) throws -> RawObject {
        let payload = try payload(receipt)
        var signed = receipt
        signed["gateway_sig"] = RawObject.text(gateway.signature(of: payload))
        signed["node_sig"] = RawObject.text(node.signature(of: payload))
        return signed
    }

    /// **Throws:** ``StepFault`` as ``payload(_:)`` does.
    static func id(_ receipt: RawObject) throws -> String {
        Digests.sha256(try payload(receipt)).text
    }

    static func batch(_ receipts: [[UInt8]]) -> [UInt8] {
        [UInt8(ascii: "[")] + receipts.joined(separator: [UInt8(ascii: ",")])
            + [UInt8(ascii: "]")]
    }

    /// A vote without its signature.
    static func vote(epoch: String, validator: String) -> RawObject {
        RawObject([
            ("epoch_id", RawObject.text(epoch)),
            ("validator_pubkey", RawObject.text(validator)),
        ])
    }

    static func settlement(_ window: ExactWindow, total: Int) -> RawObject {
        RawObject([
            ("end_time", PublishedSeconds.text(milliseconds: window.end)),
            ("start_time", PublishedSeconds.text(milliseconds: window.start)),
            ("token_ticker", RawObject.text(window.ticker)), ("total_amount", String(total)),
        ])
    }

    static func mint(epoch: String) -> RawObject {
        RawObject([("dry_run", "false"), ("epoch_id", RawObject.text(epoch))])
    }
}
