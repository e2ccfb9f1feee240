internal import Conformance
internal import GlyphChain
internal import PublishedNode
internal import PythonValues

/// The end of a command line as a text, as it came and as the vectors tell it. A wallet that was
/// made is random: its address is that of the wallet that we made.
struct CommandLineOutcome {
    private static let shortAddressCount = 12

    let vector: VectorValue
    let forms: FolderForms

    func text(ending: String, lines: [String], files: [[UInt8]?]) -> String {
        let shown = zip(NodeFile.allCases, files).map { file, bytes in
            guard let bytes else { return "\(file.rawValue): none" }
            let text =
                file == .wallets
                ? forms.names(ofWallets: bytes) : String(decoding: bytes, as: UTF8.self)
            return "\(file.rawValue): \(text)"
        }
        return ([ending] + lines + shown).joined(separator: "\n")
    }

    // MARK: Told

    func expected(before: [[UInt8]?], after: [[UInt8]?]) throws -> String {
        let lines = try vector.member("printed").elements().map { try $0.string() }
        let renamings = renamings(lines, after)
        let files = try zip(NodeFile.allCases, before).map { file, bytes in
            try expected(file, before: bytes, renamings)
        }
        let shown = zip(NodeFile.allCases, files).map { "\($0.rawValue): \($1)" }
        let told = lines.map { line in
            renamings.reduce(LineForms.general(line)) { line, renaming in
                line.replacing(renaming.old, with: renaming.new)
                    .replacing(
                        renaming.old.prefix(Self.shortAddressCount),
                        with: renaming.new.prefix(Self.shortAddressCount))
            }
        }
        return ([try ending()] + told + shown).joined(separator: "\n")
    }

    private func ending() throws -> String {
        let exception = try vector.member("exception")
        let code = try vector.member("exit").int()
        if exception.isNull { return "exit \(code), none" }
        let path = try exception.string().prefix { $0 != ":" }
        return "exit \(code), \(path.split(separator: ".").last ?? "")"
    }

    /// The addresses of wallets that were made, each with ours.
    private func renamings(
        _ lines: [String], _ after: [[UInt8]?]
    ) -> [(old: String, new: String)] {
        let place = NodeFile.allCases.firstIndex(of: .wallets)
        let bytes = place.flatMap { after[$0] } ?? []
        let wallets = try? NodeJSON.parse(text: bytes)
        return lines.compactMap { line in
            guard let made = LineForms.newWallet(line),
                case .string(let address)? = try? wallets?.member(made.name).member("address")
            else { return nil }
            return (made.address, address.shown)
        }
    }

    private func expected(
        _ file: NodeFile, before: [UInt8]?, _ renamings: [(old: String, new: String)]
    ) throws -> String {
        let after = try vector.member("after")
        let unchanged = before.map { String(decoding: $0, as: UTF8.self) } ?? "none"
        if let told = try after.optional(file.rawValue) {
            guard case .list = told.value else { return unchanged }
            return String(
                decoding: try FolderForms.indented(told.value, told.place), as: UTF8.self)
        }
        switch file {
        case .chain:
            guard let told = try after.optional("chain") else { return "none" }
            return try chain(told, unchanged: unchanged, renamings)
        case .wallets:
            guard let told = try after.optional("wallets") else { return "none" }
            guard case .list = told.value else { return unchanged }
            return try told.elements().map { try $0.string() }.sorted()
                .joined(separator: ", ")
        case .inbox, .peers, .mempool: return "none"
        }
    }

    private func chain(
        _ told: VectorValue, unchanged: String, _ renamings: [(old: String, new: String)]
    ) throws -> String {
        switch told.value {
        case .string(let name) where name.equals("unreadable, as before"): return unchanged
        case .string:
            return String(decoding: try forms.chain(told), as: UTF8.self)
        default:
            guard try told.member("form").string() == "indent1" else { return unchanged }
            let json = try told.member("json")
            let value = try Self.renamed(json.value, renamings)
            return String(decoding: try FolderForms.indented(value, json.place), as: UTF8.self)
        }
    }

    /// The chain with other addresses, and with the hashes that its blocks have then.
    private static func renamed(
        _ chain: PythonValue, _ renamings: [(old: String, new: String)]
    ) throws -> PythonValue {
        guard !renamings.isEmpty else { return chain }
        var renamings = renamings.map { (PythonText($0.old), PythonText($0.new)) }
        let blocks = try chain.elements().map { block -> PythonValue in
            var renamed = Self.replaced(block, renamings)
            guard !renamed.equals(block), case .dictionary(var members) = renamed else {
                return block
            }
            let hash = try PublishedVerifier.hash(ofHeader: renamed)
            renamings.append((try block.member("block_hash").requiredText(), PythonText(hash)))
            members["block_hash"] = .text(hash)
            renamed = .dictionary(members)
            return renamed
        }
        return .list(blocks)
    }

    private static func replaced(
        _ value: PythonValue, _ renamings: [(PythonText, PythonText)]
    ) -> PythonValue {
        switch value {
        case .string(let text):
            return renamings.first { $0.0 == text }.map { .string($0.1) } ?? value
        case .list(let elements): return .list(elements.map { replaced($0, renamings) })
        case .dictionary(let members):
            var renamed = PythonDictionary()
            for member in members.members {
                renamed[member.key] = replaced(member.value, renamings)
            }
            return .dictionary(renamed)
        case .none, .boolean, .integer, .float: return value
        }
    }
}
