internal import BigInt
package import PythonValues

extension PublishedCommand {
    /// The command that the arguments behind the program's name ask for.
    package static func reading(_ arguments: [PythonText]) -> Reading {
        do throws(OptionReader.Exit) {
            return .command(try CommandForms.command(arguments))
        } catch {
            return .exit(code: error.code, message: error.message)
        }
    }
}

/// The options of each command.
enum CommandForms {
    private typealias Option = OptionReader.Option

    private static let localGateway = "http://localhost:8080"
    private static let anyHost = "0.0.0.0"

    private static let options: [(command: String, options: [Option])] = [
        (
            "gateway",
            [Option("--host"), Option("--port", .integer), Option("--identity")]
                + [Option("--dht-peer", .list)]
        ),
        (
            "node",
            [
                Option("--model", isRequired: true), Option("--host"), Option("--port", .integer),
                Option("--gateway"), Option("--public-name"), Option("--identity"),
                Option("--dht-peer", .list),
            ]
        ),
        ("client", [Option("--gateway", isRequired: true), Option("--prompt", isRequired: true)]),
        (
            "minter",
            [
                Option("--epoch-id", isRequired: true), Option("--dry-run", .flag),
                Option("--private-key"),
            ]
        ),
        (
            "configure-token",
            [Option("--address", isRequired: true), Option("--network"), Option("--rpc-url")]
        ),
        ("bot-telegram", [Option("--token"), Option("--gateway")]),
        ("bot-signal", [Option("--number"), Option("--gateway"), Option("--api-url")]),
        ("bot-whatsapp", [Option("--gateway"), Option("--api-url")]),
    ]

    /// The command of a command line: its name is the first argument that is no option, and all
    /// that follows is its own.
    static func command(_ arguments: [PythonText]) throws(OptionReader.Exit) -> PublishedCommand {
        let front = arguments.prefix(while: OptionReader.isOption)
        var own = try OptionReader(options: [], arguments: Array(front))
        try own.read()
        guard front.count < arguments.count else {
            throw .init(code: 2, message: "the following arguments are required: cmd")
        }
        let name = arguments[front.count]
        guard let form = options.first(where: { name.equals($0.command) }) else {
            throw .init(code: 2, message: "argument cmd: invalid choice: '\(name.shown)'")
        }
        var reader = try OptionReader(
            options: form.options, arguments: Array(arguments.dropFirst(front.count + 1)))
        try reader.read()
        let strangers = own.strangers + reader.strangers
        guard strangers.isEmpty else {
            throw .init(
                code: 2,
                message: "unrecognized arguments: "
                    + strangers.map(\.shown).joined(separator: " "))
        }
        return command(form.command, Values(values: reader.values))
    }

    private struct Values {
        let values: PythonDictionary

        func text(_ name: String) -> PythonText? {
            guard case .string(let text)? = values[name] else { return nil }
            return text
        }

        func text(_ name: String, or other: String) -> PythonText {
            text(name) ?? PythonText(other)
        }

        func integer(_ name: String, or other: Int) -> BigInt {
            guard case .integer(let integer)? = values[name] else { return BigInt(other) }
            return integer
        }

        func texts(_ name: String) -> [PythonText]? {
            guard case .list(let elements)? = values[name] else { return nil }
            return elements.compactMap { element in
                guard case .string(let text) = element else { return nil }
                return text
            }
        }

        var gateway: PythonText { text("--gateway", or: CommandForms.localGateway) }
    }

    private static func command(_ name: String, _ values: Values) -> PublishedCommand {
        switch name {
        case "gateway":
            .gateway(
                host: values.text("--host", or: anyHost),
                port: values.integer("--port", or: 8080),
                identityPath: values.text("--identity"), peers: values.texts("--dht-peer"))
        case "node":
            .node(
                .init(
                    model: values.text("--model", or: ""),
                    host: values.text("--host", or: anyHost),
                    port: values.integer("--port", or: 8090), gateway: values.text("--gateway"),
                    publicName: values.text("--public-name"),
                    identityPath: values.text("--identity"), peers: values.texts("--dht-peer")))
        case "client":
            .client(
                gateway: values.text("--gateway", or: ""), prompt: values.text("--prompt", or: ""))
        case "minter":
            .minter(
                epoch: values.text("--epoch-id", or: ""),
                isRehearsal: values.values["--dry-run"] != nil,
                privateKey: values.text("--private-key"))
        case "configure-token":
            .configureToken(
                address: values.text("--address", or: ""),
                network: values.text("--network", or: "polygon"), rpcURL: values.text("--rpc-url"))
        case "bot-telegram": .telegramBot(token: values.text("--token"), gateway: values.gateway)
        case "bot-signal":
            .signalBot(
                number: values.text("--number"), gateway: values.gateway,
                service: values.text("--api-url", or: localGateway))
        default:
            .whatsAppBot(
                gateway: values.gateway,
                service: values.text("--api-url", or: "http://localhost:3000"))
        }
    }
}
