import ArgumentParser
import Encodings
import Platform

struct EpochMint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mint",
        abstract: "Have a gateway's minter pay an epoch in the token.",
        discussion: """
            The transaction's hash is printed; with --dry-run, what would be sent. The published \
            minter reads no signature: an epoch that nobody signed is paid, and twice if asked \
            twice. The exit code is 1 where it refuses, as without a minter ('system serve \
            --minter-account').
            Example: glyphlab system epoch mint --gateway http://127.0.0.1:8080 --epoch ID --dry-run
            """)

    @OptionGroup var place: EpochGateway

    @Option(help: "The epoch's id.")
    var epoch: String

    @Flag(help: "Send nothing; say what would be sent.")
    var dryRun = false

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let body = JSONValue.object([
                JSONMember("epoch_id", .string(epoch)), JSONMember("dry_run", .boolean(dryRun)),
            ])
            let answer = try place.calls.answer(
                .post, "/mint/execute", body: Array(body.compactText.utf8))
            format.write(
                text: (answer.member("tx_hash")?.stringValue ?? "") + "\n", json: answer)
            return .holds
        }
    }
}
