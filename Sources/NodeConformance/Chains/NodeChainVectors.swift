internal import ChainConformance
internal import Conformance
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import Proving
internal import PythonValues
internal import Trials

/// The chains and wallets that the other files name: each chain verifies, both have their common
/// beginning, and each wallet's key and address follow from its secret.
struct NodeChainVectors: VectorJudge {
    private static let chainNames = ["A", "B"]
    /// The height of the last block that both chains share.
    private static let commonHeight = 4
    private static let model = VectorValue(.text("synth-tiny"), place: "the pinned model")

    let name = "node_chains"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document["wallets"] != nil && document["A"] != nil && document["B"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let chains = NodeChains(document.vectorDocument)
        var outcomes: [VectorOutcome] = []
        let finding = try surroundings.prover(named: Self.model)
        for name in Self.chainNames {
            let chain = try chains.chain(named: VectorValue(.text(name), place: "the judge"))
            outcomes.append(outcome(name, chain, finding))
        }
        let common = try Self.chainNames.map { name in
            try chains.chain(
                named: VectorValue(.text("\(name):\(Self.commonHeight)"), place: "the judge"))
        }
        outcomes.append(
            VectorOutcome(
                index: "common beginning", expected: "equal",
                got: common[0].equals(common[1]) ? "equal" : "different"))
        guard case .dictionary(let wallets) = try chains.document.member("wallets").value else {
            throw VectorFormError(
                place: "document.wallets", expected: "an object", got: "something else")
        }
        for member in wallets.members {
            let wallet = VectorValue(member.value, place: "document.wallets.\(member.key.shown)")
            outcomes.append(try Self.outcome(member.key.shown, wallet))
        }
        return outcomes
    }

    /// A chain's outcome: nothing in it is refused, at the time of its last block.
    private func outcome(
        _ name: String, _ chain: PythonValue, _ finding: ProverFinding
    ) -> VectorOutcome {
        let prover: Prover
        switch finding {
        case .missing(let reason):
            return VectorOutcome(index: name, .skipped(reason: reason))
        case .here(let here): prover = here
        }
        let tip = try? chain.elements().last?.member("timestamp")
        guard case .integer(let time)? = tip, let clock = Int(exactly: time) else {
            return VectorOutcome(
                index: name, expected: "a time in the last block", got: "none")
        }
        let judgement = PublishedVerifier(
            proofs: LookaheadProofs(prover, document: chain), clockSeconds: clock
        ).judgement(of: chain)
        return VectorOutcome(
            index: name, expected: "no refusals",
            got: judgement.isAccepted
                ? "no refusals" : judgement.refusals.map(\.message).joined(separator: "; "))
    }

    private static func outcome(_ name: String, _ wallet: VectorValue) throws -> VectorOutcome {
        let secret = try wallet.member("private")
        let text = try secret.string()
        guard let bytes = Hexadecimal.bytes(of: text),
            let key = Secp256k1PublicKey(privateKey: bytes)?.rawBytes
        else { throw VectorFormError(place: secret.place, expected: "a secret", got: text) }
        return VectorOutcome(
            index: "wallet \(name)",
            expected: try wallet.member("public").string() + " "
                + wallet.member("address").string(),
            got: Hexadecimal.text(of: key) + " " + PublishedSignature.address(ofKey: key))
    }
}
