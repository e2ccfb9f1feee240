internal import Encodings

/// The two small files that earlier releases of transformers wrote, which later ones still read.
struct SpecialTokensMap {
    /// Under the seven names that transformers knows, as far as they are said.
    var named: [TokenizerConfiguration.Named] = []
    /// Under other names.
    var otherNamed: [TokenizerConfiguration.Named] = []
    var extra: [TokenizerConfiguration.Named]?
    /// Under the older name of the same.
    var additional: [TokenizerConfiguration.Named]?

    /// Nothing is said.
    init() {}

    /// `special_tokens_map.json`.
    ///
    /// **Throws:** ``TokenizerError`` with the path of the key.
    init(_ bytes: [UInt8]) throws(TokenizerError) {
        let file = try Section(.specialTokensMap, bytes)
        extra = try TokenizerConfiguration.list(file, "extra_special_tokens")
        additional = try TokenizerConfiguration.list(file, "additional_special_tokens")
        for member in try file.members(countMax: Limits.settingCountMax) {
            switch member.key {
            case "extra_special_tokens", "additional_special_tokens":
                break
            case let key where TokenizerConfiguration.names.contains(key):
                named.append(try TokenizerConfiguration.named(file, key))
            case let key where key.hasSuffix("_token"):
                otherNamed.append(try TokenizerConfiguration.named(file, key))
            default:
                throw .setting(
                    file: .specialTokensMap,
                    key: JSONValue.quoted(member.key, scalarCountMax: 60),
                    expected: "the name of a special token", got: "this")
            }
        }
    }

    func named(_ key: String) -> TokenizerConfiguration.Named? { named.first { $0.key == key } }

    /// `added_tokens.json`: texts with ids.
    ///
    /// **Throws:** ``TokenizerError`` with the path of the key.
    static func addedTokens(_ bytes: [UInt8]) throws(TokenizerError) -> [TokenStatement] {
        let file = try Section(.addedTokens, bytes)
        var statements: [TokenStatement] = []
        for member in try file.members(countMax: Limits.addedTokenCountMax) {
            let key = JSONValue.quoted(member.key, scalarCountMax: 60)
            guard Section.isID(member.value) else {
                throw .setting(
                    file: .addedTokens, key: key, expected: "an id", got: member.value.kind)
            }
            let content = try AddedToken.content(member.key, of: file, key)
            statements.append(
                TokenStatement(
                    file: .addedTokens, key: key, token: AddedToken(special: content),
                    id: member.value.integerValue, hasFlags: false))
        }
        return statements
    }
}
