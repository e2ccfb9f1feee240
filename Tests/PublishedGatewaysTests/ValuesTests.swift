import BigInt
import Cryptography
import Encodings
import PublishedGateways
import PythonValues
import Testing

@Suite("Values of the published gateway network")
struct ValuesTests {
    private func object(_ text: String) throws -> PythonDictionary {
        guard
            case .dictionary(let members) = try PythonJSONParser.parse(
                Array(text.utf8), byteCountMax: 1 << 20)
        else { return PythonDictionary() }
        return members
    }

    private func receipt(session: String, at time: String) throws -> PublishedReceipt {
        try PublishedReceipt(
            object(
                #"{"gateway_pubkey":"R1c=","node_pubkey":"Tk8=","session_id":"\#(session)","#
                    + #""route":"Tk8=","input_tokens":3,"output_tokens":5,"wall_time_ms":7,"#
                    + #""created_at":\#(time)}"#))
    }

    @Test("Two golden receipts have their ids and chain hashes")
    func goldenReceipts() throws {
        let first = try receipt(session: "s-1", at: "1700000000.25")
        #expect(
            try first.id() == "96ea787a21372050fbad244e00c5e36c0647a3d29d9974d721899bd842ce12ce")
        let chain = try PublishedReceipt.chainHash(previous: "", id: first.id())
        #expect(chain == "813fa82e205e01452e5e6709caedc817f361eb069641eb194fe8c70c027d1145")
        let second = try receipt(session: "s-é", at: "1700000001.0")
        #expect(
            try PublishedReceipt.chainHash(previous: chain, id: second.id())
                == "98bb730d951d0b783afe517db10684f335b7c8e3e28dca24c687e8230925b8b7")
    }

    @Test("A row holds all ten members in their order, with spaces, in ASCII")
    func stored() throws {
        let receipt = try receipt(session: "s-é", at: "5.0")
        #expect(
            try receipt.storedText()
                == #"{"gateway_pubkey": "R1c=", "node_pubkey": "Tk8=", "session_id": "s-\u00e9", "#
                + #""route": "Tk8=", "input_tokens": 3, "output_tokens": 5, "wall_time_ms": 7, "#
                + #""created_at": 5.0, "gateway_sig": null, "node_sig": null}"#)
    }

    @Test(
        "A receipt with a member too many or too few raises a TypeError", arguments: [true, false])
    func members(isTooMany: Bool) throws {
        let text = isTooMany ? #"{"receipt_id":""}"# : "{}"
        let error = try #require(throws: PythonError.self) {
            _ = try PublishedReceipt(object(text))
        }
        #expect(error.name == "TypeError")
    }

    @Test("The party called gateway has the page's key, and the identity point signs everything")
    func keys() throws {
        let seed = Digests.sha256("receipts/key/gateway".utf8).bytes
        let identity = PublishedIdentity(seed: seed)
        #expect(identity.publicKey == "G0su2P3rZecZYd0y3ZV0FmoGSrW36mVP1lO5VS3oN14=")
        let again = try PublishedIdentity(secretText: PythonText(identity.secretText))
        #expect(again.publicKey == identity.publicKey)

        let message = Array("any".utf8)
        #expect(
            try PublishedSignature.verifies(
                key: .text(identity.publicKey), message: message,
                signature: .text(identity.signature(of: message))))
        let point = [1] + [UInt8](repeating: 0, count: 31)
        let (key, signature) = (
            Base64.text(of: point),
            Base64.text(of: point + [UInt8](repeating: 0, count: 32))
        )
        #expect(
            try PublishedSignature.verifies(
                key: .text(key), message: message, signature: .text(signature)))
        #expect(
            !Ed25519.verifies(
                point + [UInt8](repeating: 0, count: 32), message: message,
                publicKey: point))
        #expect(
            try !PublishedSignature.verifies(
                key: .text(key), message: message, signature: .integer(1)))
    }

    @Test(
        "A key that is no base64 of 32 bytes raises",
        arguments: [
            (PythonValue.none, "TypeError"), (.text("é"), "ValueError"), (.text("AAA"), "Error"),
            (.text("AAAA"), "ValueError"),
        ])
    func badKeys(key: PythonValue, name: String) throws {
        let error = try #require(throws: PythonError.self) {
            _ = try PublishedSignature.verifies(key: key, message: [], signature: .text(""))
        }
        #expect(error.name == name)
    }

    @Test(
        "Signs, underscores and digits of any script pass as an address",
        arguments: [
            ("0x" + String(repeating: "0", count: 40), true),
            ("0x+" + String(repeating: "1", count: 39), true),
            ("0x0x" + String(repeating: "f", count: 38), true),
            ("0x1_" + String(repeating: "٣", count: 38), true),
            ("0x__" + String(repeating: "1", count: 38), false),
            ("0X" + String(repeating: "1", count: 40), false),
            ("0x" + String(repeating: "1", count: 39), false),
            ("0x" + String(repeating: "1", count: 39) + "g", false),
        ])
    func addresses(text: String, isAllowed: Bool) {
        #expect(EthereumAddress.isAllowed(PythonText(text)) == isAllowed)
    }
}
