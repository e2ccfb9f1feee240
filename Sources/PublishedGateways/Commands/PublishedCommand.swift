package import BigInt
package import PythonValues

/// A command of the published program, with its options.
package enum PublishedCommand: Sendable {
    case gateway(host: PythonText, port: BigInt, identityPath: PythonText?, peers: [PythonText]?)
    case node(NodeOptions)
    case client(gateway: PythonText, prompt: PythonText)
    /// Mints an epoch's rewards, or tells what it would mint.
    case minter(epoch: PythonText, isRehearsal: Bool, privateKey: PythonText?)
    case configureToken(address: PythonText, network: PythonText, rpcURL: PythonText?)
    case telegramBot(token: PythonText?, gateway: PythonText)
    case signalBot(number: PythonText?, gateway: PythonText, service: PythonText)
    case whatsAppBot(gateway: PythonText, service: PythonText)

    package struct NodeOptions: Sendable {
        package let model: PythonText
        package let host: PythonText
        package let port: BigInt
        package let gateway: PythonText?
        package let publicName: PythonText?
        package let identityPath: PythonText?
        package let peers: [PythonText]?
    }

    /// The outcome of a command line.
    package enum Reading: Sendable {
        case command(PublishedCommand)
        /// Nothing is started: 0 for help, 2 for a command line that is wrong.
        case exit(code: Int, message: String)
    }
}

extension PublishedCommand {
    /// The settings that `configure-token` writes to a ledger, in their order.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for an address that the rule refuses: nothing is
    /// written then, and the exit code is 1.
    package static func tokenSettings(
        address: PythonText, network: PythonText, rpcURL: PythonText?
    ) throws(PythonError) -> [(key: String, value: PythonText)] {
        guard EthereumAddress.isAllowed(address) else {
            throw .value("Invalid token address: \(address.shown)")
        }
        var settings = [(key: "token_address", value: address), ("token_network", network)]
        if let rpcURL, !rpcURL.codePoints.isEmpty { settings.append(("rpc_url", rpcURL)) }
        return settings
    }
}
