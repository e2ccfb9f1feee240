internal import Conformance
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import PublishedNode
internal import PythonValues

/// The files of a node's folder as vectors tell them.
struct FolderForms {
    let chains: NodeChains

    /// `json.dumps(value, indent=1)`.
    static func indented(_ value: PythonValue, _ place: String) throws -> [UInt8] {
        do throws(PythonError) {
            return try NodeJSON.indented(value)
        } catch {
            throw VectorFormError(place: place, expected: "a value of JSON", got: "\(error)")
        }
    }

    /// The chain that `A:6` or `{json}` tells. A chain that is spelt out has a form of its own, so
    /// that a node that writes it anew is seen.
    func chain(_ told: VectorValue) throws -> [UInt8] {
        guard case .dictionary = told.value else {
            return try Self.indented(chains.chain(named: told), told.place)
        }
        return Array(
            try PythonJSONWriter.text(told.member("json").value, sortsKeys: false).utf8)
    }

    /// The file of the wallets that a list names.
    func wallets(_ names: VectorValue) throws -> [UInt8] {
        var wallets = PythonDictionary()
        for name in try names.elements() {
            wallets[try name.text()] = try chains.wallet(named: name.string())
        }
        return try Self.indented(.dictionary(wallets), names.place)
    }

    /// The wallets of a file by their names in order, those that the vectors do not know as new or
    /// as no wallets.
    func names(ofWallets bytes: [UInt8]) -> String {
        guard case .dictionary(let members)? = try? NodeJSON.parse(text: bytes),
            let again = try? NodeJSON.indented(.dictionary(members)), again == bytes
        else { return String(decoding: bytes, as: UTF8.self) }
        return members.members.map { member in
            if let known = try? chains.wallet(named: member.key.shown) {
                return member.key.shown + (known.equals(member.value) ? "" : " changed")
            }
            return member.key.shown + (Self.isWallet(member.value) ? "" : " no wallet")
        }.sorted().joined(separator: ", ")
    }

    /// Whether key and address follow from the secret, and nothing else is there.
    private static func isWallet(_ wallet: PythonValue) -> Bool {
        guard case .dictionary(let members) = wallet,
            members.members.map(\.key.shown) == ["private", "public", "address"],
            case .string(let secret)? = members["private"],
            let bytes = Hexadecimal.bytes(of: secret.shown),
            let key = Secp256k1PublicKey(privateKey: bytes)?.rawBytes
        else { return false }
        return wallet.equals(
            .dictionary(
                PythonDictionary([
                    ("private", secret.shown), ("public", Hexadecimal.text(of: key)),
                    ("address", PublishedSignature.address(ofKey: key)),
                ])))
    }
}

extension PythonDictionary {
    init(_ members: [(String, String)]) {
        self.init()
        for (key, text) in members { self[key] = .text(text) }
    }
}
