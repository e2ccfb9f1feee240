import ArgumentParser
import Encodings
import Platform

struct EpochShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an epoch: its root, its payouts and who signed it.",
        discussion: "Example: glyphlab system epoch show --gateway http://127.0.0.1:8080 "
            + "--epoch ID")

    @OptionGroup var place: EpochGateway

    @Option(help: "The epoch's id.")
    var epoch: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let status = try place.calls.answer(
                .get, "/epoch/status/" + PercentEncoding.text(of: epoch))
            format.write(text: EpochText.text(status), json: status)
            return .holds
        }
    }
}
