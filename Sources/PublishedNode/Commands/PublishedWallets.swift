internal import Cryptography
internal import Encodings
internal import GlyphChain
package import PythonValues

/// The wallets of a folder: a file of names, each with its keys and its address.
package struct PublishedWallets: Sendable {
    private let surroundings: NodeSurroundings

    package init(_ surroundings: NodeSurroundings) {
        self.surroundings = surroundings
    }

    /// The wallet of a name, made and written where there is none.
    package func wallet(named name: PythonText) throws(NodeFault) -> PythonValue {
        let wallets = try surroundings.folder.wallets()
        guard case .dictionary(var members) = wallets else {
            throw .python(
                .type("'\(wallets.typeName)' object does not support item assignment"))
        }
        if let wallet = members[name] { return wallet }
        let (secret, key) = newKey()
        var wallet = PythonDictionary()
        wallet["private"] = .text(Hexadecimal.text(of: secret))
        wallet["public"] = .text(Hexadecimal.text(of: key.rawBytes))
        let address = PublishedSignature.address(ofKey: key.rawBytes)
        wallet["address"] = .text(address)
        members[name] = .dictionary(wallet)
        try surroundings.folder.writeWallets(.dictionary(members))
        surroundings.printLine("[wallet] created '\(name.shown)'  address=\(address)")
        return .dictionary(wallet)
    }

    /// The address of the wallet of a name, made where there is none.
    package func address(of name: PythonText) throws(NodeFault) -> String {
        let wallet = try wallet(named: name)
        return try NodeFault.python { () throws(PythonError) in
            try wallet.member("address").requiredText().shown
        }
    }

    /// Draws until the bytes are a key: all but one in 2^128 are.
    private func newKey() -> ([UInt8], Secp256k1PublicKey) {
        while true {
            let secret = surroundings.chance.secret()
            if let key = Secp256k1PublicKey(privateKey: secret) { return (secret, key) }
        }
    }

    /// The last wallet's name of an address; nil where there is none.
    static func name(
        of owner: PythonValue, in wallets: PythonValue
    ) throws(PythonError) -> PythonText? {
        guard case .dictionary(let members) = wallets else {
            throw .attribute("'\(wallets.typeName)' object has no attribute 'items'")
        }
        var name: PythonText?
        for member in members.members where try member.value.member("address").equals(owner) {
            name = member.key
        }
        return name
    }
}

extension NodeFault {
    /// The body's result, its exception as a fault.
    static func python<Value>(
        _ body: () throws(PythonError) -> Value
    ) throws(NodeFault) -> Value {
        do throws(PythonError) { return try body() } catch { throw .python(error) }
    }
}
