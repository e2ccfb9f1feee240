import ArgumentParser
import Encodings
import Platform
import PublishedGateways
import PythonValues

struct EpochSign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign an epoch as a validator.",
        discussion: """
            The snapshot is fetched from the gateway, its root and the gateway's signature are \
            checked, and the validator's signature of it is sent. The exit code is 1 where one of \
            them is wrong or the gateway refuses.
            Example: glyphlab system epoch sign --gateway http://127.0.0.1:8080 --epoch ID \
            --identity validator.key --gateway-key KEY
            """)

    @OptionGroup var place: EpochGateway

    @Option(help: "The epoch's id.")
    var epoch: String

    @Option(help: "The validator's key file, which has to be there.")
    var identity: String

    @Option(help: "The gateway's public key, in base64; its signature is not checked without it.")
    var gatewayKey: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        if let gatewayKey, Base64.bytes(of: gatewayKey)?.count != 32 {
            throw ValidationError("gateway-key: expected the base64 of 32 bytes")
        }
    }

    func run() throws {
        try Outcome.ending {
            guard Folder.fileExists(identity) else {
                throw Failure(
                    outcome: .badInput, message: "\(identity): expected a key file, got none")
            }
            let identity = try ServedIdentity.loaded(identity)
            let bytes = try place.calls.bytes(
                .get, "/epoch/status/" + PercentEncoding.text(of: epoch))
            let signed = try signedBytes(ofStatus: bytes)
            let body = JSONValue.object([
                JSONMember("epoch_id", .string(epoch)),
                JSONMember("validator_pubkey", .string(identity.publicKey)),
                JSONMember("signature", .string(identity.signature(of: signed))),
            ])
            let answer = try place.calls.answer(
                .post, "/epoch/sign", body: Array(body.compactText.utf8))
            let count = answer.member("signatures")?.arrayValue?.count ?? 0
            let threshold = EpochText.shown(answer.member("quorum"))
            format.write(
                text: "signed by \(count), threshold \(threshold)\n", json: answer)
            return .holds
        }
    }

    /// **Throws:** ``Failure``, which does not hold, where a part of the snapshot is wrong.
    private func signedBytes(ofStatus bytes: [UInt8]) throws -> [UInt8] {
        func refused(_ words: String) -> Failure {
            Failure(outcome: .doesNotHold, message: "\(place.gateway): \(words)")
        }
        guard let snapshot = PublishedSnapshot(status: bytes) else {
            throw refused("expected a snapshot, got none")
        }
        do throws(PythonError) {
            if let fault = try snapshot.fault(epoch: epoch, gatewayKey: gatewayKey) {
                throw PythonError.value(fault)
            }
            return try snapshot.signedBytes()
        } catch {
            throw refused(error.message)
        }
    }
}
