import ArgumentParser
import Encodings
import Platform
import PublishedGateways

struct SystemKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Tell the public key of a party of the receipt network.",
        discussion: """
            The key file is that of 'system serve --identity'; where there is none it is made, \
            with mode 0600. The public key, in base64, is what a network's file lists.
            Example: glyphlab system key user.key
            """)

    @Argument(help: "The key file.")
    var file: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !file.isEmpty else { throw ValidationError("file: expected a name, got none") }
    }

    func run() throws {
        try Outcome.ending {
            let key = try ServedIdentity.loaded(file).publicKey
            format.write(
                text: key + "\n",
                json: .object([
                    JSONMember("file", .string(file)), JSONMember("public_key", .string(key)),
                ]))
            return .holds
        }
    }
}
