import ArgumentParser
import Encodings
import Platform

struct EpochSettle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Have a gateway divide an amount among the nodes of its receipts.",
        discussion: """
            The epoch's id is printed, which its window and ticker make up; without a window all \
            receipts count. The exit code is 1 \
            where the gateway refuses or has no receipt in the window, 2 where it cannot be reached.
            Example: glyphlab system epoch settle --gateway http://127.0.0.1:8080 --total 1000000
            """)

    @OptionGroup var place: EpochGateway

    @Option(help: "The amount that is divided, in the token's smallest units.")
    var total: String

    @Option(help: "The token's ticker.")
    var ticker = "GLYPH"

    @Option(help: "The first second of the window, since 1970, at least 1; beside --end.")
    var start: Int?

    @Option(help: "The last second of the window, since 1970; beside --start.")
    var end: Int?

    @OptionGroup var format: FormatOption

    /// More digits than CPython reads.
    private static let digitCountMax = 4_300

    func validate() throws {
        let digits = total.hasPrefix("-") ? total.dropFirst() : total[...]
        guard total.wholeMatch(of: /-?(0|[1-9][0-9]*)/) != nil,
            digits.utf8.count <= Self.digitCountMax
        else {
            throw ValidationError(
                "total: expected an integer of at most \(Self.digitCountMax) digits")
        }
        // The published settlement passes over a start or an end that stands alone, or is 0.
        guard (start == nil) == (end == nil), start ?? 1 >= 1, end ?? 1 >= 1 else {
            throw ValidationError("start, end: expected both from 1 on, or neither")
        }
    }

    func run() throws {
        try Outcome.ending {
            var members = [
                JSONMember(
                    "total_amount",
                    try JSONParser.parse(Array(total.utf8), byteCountMax: total.utf8.count)),
                JSONMember("token_ticker", .string(ticker)),
            ]
            if let start { members.append(JSONMember("start_time", .integer(start))) }
            if let end { members.append(JSONMember("end_time", .integer(end))) }
            let snapshot = try place.calls.answer(
                .post, "/epoch/settle", body: Array(JSONValue.object(members).compactText.utf8))
            guard let id = snapshot.member("epoch_id")?.stringValue else {
                let words = snapshot.member("error")?.stringValue ?? "no epoch"
                throw Failure(
                    outcome: .doesNotHold,
                    message: "\(place.gateway): expected an epoch, got: \(words)")
            }
            format.write(text: id + "\n", json: snapshot)
            return .holds
        }
    }
}
