internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// Command lines, with what they start or why they end.
struct CommandVectors: VectorJudge {
    let name = "cli"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["argv"] != nil && $0["exit"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let arguments = try vector.member("argv").text().words()
            let outcome = Self.outcome(of: PublishedCommand.reading(arguments))
            let expected = try ["exit", "calls", "settings"].map { try vector.member($0).value }
            return VectorOutcome(
                index: try vector.caseIndex(), expected: try Self.text(.list(expected)),
                got: try Self.text(
                    .list([
                        .integer(BigInt(outcome.exit)), .list(outcome.calls), outcome.settings,
                    ])))
        }
    }

    private static func text(_ value: PythonValue) throws -> String {
        try PythonJSONWriter.text(value)
    }

    private struct Outcome {
        var exit = 0
        var calls: [PythonValue] = []
        var settings = PythonValue.none
    }

    private static func outcome(of reading: PublishedCommand.Reading) -> Outcome {
        switch reading {
        case .exit(let code, _): Outcome(exit: code)
        case .command(.client(let gateway, let prompt)):
            Outcome(calls: [
                .list([
                    .text("client"),
                    .list([
                        .text("--gateway"), .string(gateway), .text("--prompt"), .string(prompt),
                    ]),
                ])
            ])
        case .command(.minter):
            // On an empty ledger nothing can be minted, with a key or without.
            Outcome(exit: 1, settings: .list([]))
        case .command(.configureToken(let address, let network, let rpcURL)):
            configured(address, network, rpcURL)
        case .command(let command): Outcome(calls: call(of: command).map { [$0] } ?? [])
        }
    }

    private static func configured(
        _ address: PythonText, _ network: PythonText, _ rpcURL: PythonText?
    ) -> Outcome {
        do throws(PythonError) {
            let settings = try PublishedCommand.tokenSettings(
                address: address, network: network, rpcURL: rpcURL)
            let pairs = settings.sorted { PythonText($0.key) < PythonText($1.key) }
            return Outcome(
                settings: .list(pairs.map { .list([.text($0.key), .string($0.value)]) }))
        } catch {
            return Outcome(exit: 1, settings: .list([]))
        }
    }

    /// The published function that a command starts, with its arguments.
    private static func call(of command: PublishedCommand) -> PythonValue? {
        func text(_ text: PythonText?) -> PythonValue { text.map(PythonValue.string) ?? .none }
        func list(_ texts: [PythonText]?) -> PythonValue {
            texts.map { .list($0.map(PythonValue.string)) } ?? .none
        }
        switch command {
        case .gateway(let host, let port, let identityPath, let peers):
            return call(
                "gateway",
                [
                    ("host", .string(host)), ("port", .integer(port)),
                    ("identity_path", text(identityPath)), ("dht_peer", list(peers)),
                ])
        case .node(let options):
            return call(
                "node",
                [
                    ("model", .string(options.model)), ("host", .string(options.host)),
                    ("port", .integer(options.port)), ("gateway", text(options.gateway)),
                    ("public_name", text(options.publicName)),
                    ("identity", text(options.identityPath)), ("dht_peer", list(options.peers)),
                ])
        case .telegramBot(let token, let gateway):
            return call(
                "bot_telegram", [("bot_token", text(token)), ("gateway_url", .string(gateway))])
        case .signalBot(let number, let gateway, let service):
            return call(
                "bot_signal",
                [
                    ("signal_number", text(number)), ("gateway_url", .string(gateway)),
                    ("signal_api_url", .string(service)),
                ])
        case .whatsAppBot(let gateway, let service):
            return call(
                "bot_whatsapp",
                [("gateway_url", .string(gateway)), ("whatsapp_api_url", .string(service))])
        case .client, .minter, .configureToken: return nil
        }
    }

    private static func call(
        _ name: String, _ arguments: [(name: String, value: PythonValue)]
    ) -> PythonValue {
        var members = PythonDictionary()
        for argument in arguments { members[argument.name] = argument.value }
        return .list([.text(name), .dictionary(members)])
    }
}
