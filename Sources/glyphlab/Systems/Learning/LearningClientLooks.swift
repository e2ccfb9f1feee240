import ArgumentParser
import Encodings
import LearningNetwork
import Platform
import Reports

struct LearningClientKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Tell the address and the public key of a key file; make it where it is not.",
        discussion: "Example: glyphlab system client learning key wallet.key")

    @Argument(help: "The key file, of mode 0600.")
    var file: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !file.isEmpty else { throw ValidationError("file: expected a name, got none") }
    }

    func run() throws {
        try Outcome.ending {
            let signer =
                try Folder.fileExists(file)
                ? LearningKeyFile.signer(file) : LearningKeyFile.create(file)
            format.write(
                text: signer.address + "\n",
                json: .object([
                    JSONMember("address", .string(signer.address)),
                    JSONMember("public_key", .string(signer.key.text)),
                ]))
            return .holds
        }
    }
}

struct LearningClientStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell where a node's chain stands.",
        discussion: "Example: glyphlab system client learning status --node http://127.0.0.1:8080")

    @OptionGroup var node: LearningNodeOption

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let status = try node.calls.page("status")
            var lines: [String] = []
            for member in status.objectValue ?? [] {
                let value = member.value.stringValue ?? member.value.compactText
                let name = member.key.replacing("_", with: " ")
                lines.append(
                    "  " + name + String(repeating: " ", count: max(1, 16 - name.utf8.count))
                        + MessageText.escaped(value))
            }
            format.write(text: lines.joined(separator: "\n") + "\n", json: status)
            return .holds
        }
    }
}

struct LearningClientBalance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance",
        abstract: "Tell what an address has, in POL.",
        discussion: """
            Example: glyphlab system client learning balance --node http://127.0.0.1:8080 \
            --key pol/node_5.key
            """)

    @OptionGroup var node: LearningNodeOption

    @Option(help: "The key file whose address is meant.")
    var key: String?

    @Option(help: "The address: 0x and 40 digits.")
    var address: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (key == nil) != (address == nil) else {
            throw ValidationError("key, address: expected one of them")
        }
        guard address.map({ LearningKey.address(named: $0) != nil }) ?? true else {
            throw ValidationError("address: expected 0x and 40 digits of hexadecimal")
        }
    }

    func run() throws {
        try Outcome.ending {
            let address =
                try key.map { try LearningKeyFile.signer($0).address } ?? address ?? ""
            let account = try node.calls.page("balance/" + address)
            guard let balance = account.member("balance")?.integerValue,
                let held = account.member("held")?.integerValue
            else {
                throw Failure(
                    outcome: .doesNotHold, message: "\(node.node.text): expected a balance")
            }
            format.write(
                text: "\(CoinAmount.text(balance)) POL"
                    + (held > 0 ? ", and \(CoinAmount.text(held)) bonded" : "") + "\n",
                json: account)
            return .holds
        }
    }
}
