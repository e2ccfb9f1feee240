import ArgumentParser
import Encodings
import Platform
import Reports

struct SystemClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Ask a gateway of the receipt network for a text.",
        discussion: """
            The exit code is 0 where a text came, 1 where the gateway refused (its status and \
            words are told), 2 where it could not be reached.
            Example: glyphlab system client receipts --gateway http://127.0.0.1:8080 \
            --prompt "The king said"
            """)

    private static let answerByteCountMax = 16 << 20
    private static let callMilliseconds = 180_000
    private static let connectMilliseconds = 5_000
    private static let shownScalarCount = 400

    @Argument(help: "The system: receipts.")
    var system: SystemUnderTest

    @Option(help: "The gateway's URL.")
    var gateway: String

    @Option(help: "The text to continue.")
    var prompt: String

    @Option(help: "The key of the user who pays; nobody pays without one.")
    var user: String?

    @Option(help: "How many tokens are asked for.")
    var maxNewTokens = 256

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard system == .receipts else {
            throw ValidationError("system: expected receipts, got \(system.rawValue)")
        }
    }

    func run() throws {
        try Outcome.ending {
            var members = [
                JSONMember("prompt", .string(prompt)),
                JSONMember("max_new_tokens", .integer(maxNewTokens)),
            ]
            if let user { members.append(JSONMember("user_pubkey", .string(user))) }
            let caller = HTTPCaller(
                userAgent: ThisRun.userAgent,
                limits: HTTPCallLimits(
                    milliseconds: Self.callMilliseconds,
                    connectMilliseconds: Self.connectMilliseconds,
                    answerByteCountMax: Self.answerByteCountMax))
            let result = caller.result(
                of: HTTPCall(
                    .post, gateway + "/inference",
                    body: Array(JSONValue.object(members).compactText.utf8)))
            switch result {
            case .answered(let status, let body): return try answered(status, body)
            case .timedOut: throw unreached("no answer in \(Self.callMilliseconds / 1_000) s")
            case .unreachable(let reason), .badAnswer(let reason): throw unreached(reason)
            }
        }
    }

    private func unreached(_ reason: String) -> Failure {
        Failure(
            outcome: .inconclusive,
            message: "\(gateway): expected a gateway's answer, got: \(reason)")
    }

    private func answered(_ status: Int, _ body: [UInt8]) throws -> Outcome {
        let answer = try? JSONParser.parse(body, byteCountMax: Self.answerByteCountMax)
        guard status == 200, let text = answer?.member("text")?.stringValue else {
            let words = String(decoding: body, as: UTF8.self)
            throw Failure(
                outcome: .doesNotHold,
                message: "\(gateway): expected status 200 and a text, got \(status): "
                    + String(words.unicodeScalars.prefix(Self.shownScalarCount)))
        }
        format.write(
            text: text + "\n",
            json: .object([
                JSONMember("status", .integer(status)), JSONMember("text", .string(text)),
            ]))
        return .holds
    }
}
