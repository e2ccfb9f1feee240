internal import Cryptography
internal import Encodings
package import Scenarios

extension ChainQuestion {
    package static let kinds: [StepKind<ChainQuestion>] = [
        .plain(
            "head",
            "Tell the head's height and hash, the next block's target (64 hex digits; null where "
                + "nobody can tell) and the clock in seconds since 1970.", .head),
        StepKind(
            "block", "Tell the bytes of a block of the main chain, in base64.",
            StepMember<Int>.integer("height", in: 0...1 << 30, "The block's height.")
        ) { .block(height: $0) },
        StepKind(
            "account", "Tell the address, the balance and the next nonce, after all that waits.",
            StepMember<String>.text("of", "An actor, or an address of 40 hex digits.")
        ) { .account(of: $0) },
        .plain(
            "waiting",
            "Tell how many payments wait, and the first 700,000 bytes of them in base64.",
            .waiting),
        .plain("peers", "Tell the numbers of the peers that the node knows.", .peers),
        StepKind(
            "prove",
            "Compute proofs: published, of salt and prompt; hardened, of attempts on a content.",
            StepMember<ProofRequest>.proofRequest(), grants: [("do", .work("proofs"))]
        ) { .prove($0) },
    ]
}

extension StepMember where Value == ProofRequest {
    /// Members of one profile or of the other.
    fileprivate static func proofRequest() -> Self {
        func member(
            _ name: String, _ type: String, _ help: String, _ kind: String
        ) -> StepMemberDescription {
            StepMemberDescription(
                name: name, type: type, standard: "", help: help,
                schema: [JSONMember("type", .string(kind))])
        }
        let counts = 1...ProofRequest.countMax
        let nonces = 0...Int.max - ProofRequest.countMax
        return Self([
            member("salt", "text", "published: the salt, \"salt_\" and 16 hex digits.", "string"),
            member("prompt", "base64", "published: the prompt's UTF-8.", "string"),
            member("content", "64 hex digits", "hardened: the digest of a header.", "string"),
            member("nonce", "integer from 0", "hardened: the first attempt's nonce.", "integer"),
            member("count", "integer 1 to 64", "hardened: attempts, 1 if missing.", "integer"),
        ]) { (object, _) throws(ScenarioError) in
            if let salt = try object.optionalText("salt") {
                guard salt.utf8.count <= 64 else {
                    throw object.wrong(
                        "salt", "at most 64 bytes", "a text of \(salt.utf8.count)")
                }
                let text = try object.text("prompt")
                guard let prompt = Base64.bytes(of: text),
                    prompt.count <= ProofRequest.promptByteCountMax,
                    String(validating: prompt, as: UTF8.self) != nil
                else {
                    throw object.wrong(
                        "prompt",
                        "at most \(ProofRequest.promptByteCountMax) bytes of UTF-8 in base64",
                        "another text of \(text.utf8.count) bytes")
                }
                return .prompt(salt: salt, prompt: prompt)
            }
            let text = try object.text("content")
            guard let content = Hexadecimal.bytes(of: text), content.count == 32 else {
                throw object.wrong("content", "64 lower-case hex digits", "another text")
            }
            return .attempts(
                content: Digest(bytes: content),
                firstNonce: try object.integer("nonce", in: nonces),
                count: try object.optionalInteger("count", in: counts) ?? 1)
        }
    }
}
