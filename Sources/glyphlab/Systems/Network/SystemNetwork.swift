import ArgumentParser
import Encodings
import Platform
import Reports

struct SystemNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Run a whole network on this machine while a command runs.",
        discussion: """
            A receipt network's gateways and nodes are processes on 127.0.0.1, each with its key, \
            and a gateway with its ledger, in the folder: they are there again the next time. Each \
            gateway has the others as peers, its nodes' addresses, the validators, and a minter \
            with a token on a \
            chain that stands in for a real one.
            The command finds the URLs in GATEWAY_1, GATEWAY_2, NODE_1, … and the validators' key \
            files in VALIDATOR_1, …; all parties end with it, interruptions are its own, and its \
            exit code is this one's. A gateway's page for people is at its URL.
            A training ledger's three authorities and one node are processes, too; a block comes \
            each second. The folder is that of 'system create-network learning', which is made \
            where there is none; the command finds URLs in AUTHORITY_0, AUTHORITY_1, AUTHORITY_2 \
            and NODE_3.
            Example: glyphlab system network net -- bash
            Example: glyphlab system network pol --system learning -- bash
            """)

    private static let countMax = 16

    @Argument(help: "The folder of keys and ledgers; made where there is none.")
    var folder: String

    @Option(help: "The system: receipts or learning.")
    var system = SystemUnderTest.receipts

    @Option(help: "How many gateways there are, 1 to 16.")
    var gateways = 2

    @Option(help: "How many nodes there are, 0 to 16; they register at the gateways in turn.")
    var nodes = 3

    @Option(help: "How many validators there are, 0 to 16.")
    var validators = 2

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var command: [String]

    func validate() throws {
        guard [.receipts, .learning].contains(system) else {
            throw ValidationError(
                "system: expected receipts or learning, got \(system.rawValue)")
        }
        for (name, count, least) in [
            ("gateways", gateways, 1), ("nodes", nodes, 0), ("validators", validators, 0),
        ] {
            guard (least...Self.countMax).contains(count) else {
                throw ValidationError(
                    "\(name): expected \(least) to \(Self.countMax), got \(count)")
            }
        }
        guard !command.isEmpty else {
            throw ValidationError("command: expected a command behind --, got none")
        }
    }

    func run() throws {
        var code: Int32 = 0
        try Outcome.ending {
            guard system == .receipts else {
                let network = try LocalLearningNetwork(folder: folder)
                StandardStreams.writeMessage(network.text)
                code = try codeOfCommand(network.variables)
                network.stop()
                return .holds
            }
            let network = try LocalNetwork(
                folder: folder, gatewayCount: gateways, nodeCount: nodes,
                validatorCount: validators)
            StandardStreams.writeMessage(network.text)
            code = try codeOfCommand(network.variables)
            network.stop()
            return .holds
        }
        guard code == 0 else { throw ExitCode(code) }
    }

    private func codeOfCommand(_ variables: [(name: String, value: String)]) throws -> Int32 {
        do throws(PlatformError) {
            return try ForegroundCommand(command, variables: variables).run()
        } catch {
            throw Failure(outcome: .badInput, message: "expected a command, got: \(error)")
        }
    }
}
