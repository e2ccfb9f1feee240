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
            The file has mode 0600 and is never written over; a key that others may read is \
            refused where it is used. The public key, which is printed, is what others trust.
            Example: glyphlab receipt key --out lab.key
            """)

    @Option(help: "Write the key to this file, which must not be there yet.")
    var out: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let key = Ed25519PrivateKey.generated()
            do throws(PlatformError) {
                try PrivateFile.create(SigningKeyFile.encoded(key), at: out)
            } catch {
                throw Failure(outcome: .badInput, message: "\(error)")
            }
            let publicKey = Hexadecimal.text(of: key.publicKey)
            var table = TextTable()
            table.add("key", out)
            table.add("public key", publicKey)
            format.write(
                text: table.text,
                json: .object([
                    JSONMember("file", .string(out)), JSONMember("key", .string(publicKey)),
                ]))
            return .holds
        }
    }
}
