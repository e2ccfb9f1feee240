import ArgumentParser
import Cryptography
import Encodings
import Platform
import Receipts
import Reports

/// A key that signs receipts.
struct ReceiptKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make a key that signs receipts.",
        discussion: """
            The file has mode 0600 and is never overwritten; commands refuse a key that other \
            users may read. Give the public key, which is printed, to those who should trust it.
            Example: glyphlab receipt key --out lab.key
            """)

    @Option(help: "Write the key to this file, which must not exist yet.")
    var out: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard out != "-" else {
            throw ValidationError(
                "out: expected a file, got -, which other commands take for standard output: a key "
                    + "is a secret and is written to a file of mode 0600 alone; ./- names one")
        }
    }

    func run() throws {
        try Outcome.ending {
            let key = Ed25519PrivateKey.generated()
            do throws(PlatformError) {
                try PrivateFile.create(SigningKeyFile.encoded(key), at: out)
            } catch {
                guard case .isThere = error else { throw error }
                throw Failure(outcome: .badInput, message: "\(error)")
            }
            let publicKey = Hexadecimal.text(of: key.publicKey)
            var table = TextTable()
            table.add("key", MessageText.escaped(out))
            table.add("public key", publicKey)
            format.writeStamped(
                text: table.text,
                json: .object([
                    JSONMember("file", .string(out)), JSONMember("key", .string(publicKey)),
                ]))
            return .holds
        }
    }
}
