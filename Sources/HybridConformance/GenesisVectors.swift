internal import Conformance
internal import Encodings
internal import PublishedHybrid
internal import PythonValues

/// Keys of seeds. The genesis file itself is evidence only. The case of the empty seed has the
/// keys of no bytes: the command draws random ones in their place, which no file can hold.
struct GenesisVectors: VectorJudge {
    let name = "genesis"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "cases", has: ["seed", "withdrawal"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { index, vector in
            let seed = try vector.member("seed").text()
            let inputs = ["seed", "command", "genesis_json_bytes", "genesis_json_sha256"]
            return try HybridCases.outcome(
                "\(index)", vector, inputs: inputs, got: Self.members(ofSeed: seed))
        }
    }

    private static func members(ofSeed seed: PythonText) -> HybridCases.Members {
        let keys: GenesisKeys
        do throws(PythonError) {
            keys = try GenesisKeys(seedText: seed, random: { [] })
        } catch {
            return [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
        return [
            ("peer_id", HybridCases.hexadecimal(keys.peer.bytes)),
            ("private", HybridCases.hexadecimal(keys.privateKey)),
            ("private_below_group_order", .boolean(keys.isPrivateKeyBelowGroupOrder)),
            ("public", HybridCases.hexadecimal(keys.publicKey)),
            ("verdict", .text("accept")),
            ("withdrawal", HybridCases.hexadecimal(keys.withdrawalCredentials)),
        ]
    }
}
