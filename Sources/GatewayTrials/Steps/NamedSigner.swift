/// A party that a message names, and the holder of the key that signs it: another one where an
/// attacker writes in a party's name.
struct NamedSigner: Sendable {
    let name: String
    let signer: String

    init(name: String, signer: String) {
        self.name = name
        self.signer = signer
    }

    /// A party that signs for itself.
    init(_ name: String) {
        self.init(name: name, signer: name)
    }
}
