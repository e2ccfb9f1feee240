package import PythonValues

/// A bot's answer to a message: its kind, which is the published one, and words for it.
package enum BotReply: Sendable {
    case help, usage, badAddress, registrationFailed, networkError, noStats, statsFailed
    case balanceNotBuilt, noBalance, timedOut, failed, error, cleared
    case registered(address: PythonText)
    case stats(userKey: String)
    case unknownCommand(PythonText)
    /// A piece of the model's answer: a text, or a list where a gateway answers with one.
    case text(PythonValue)

    /// The message as it is sent. The published bots say the same in other words.
    package var message: PythonValue {
        switch self {
        case .help:
            .text(
                "Any text is a prompt. Commands: /help, /register <address>, /stats, /balance")
        case .usage: .text("Usage: /register <Ethereum address>")
        case .badAddress: .text("That is no address: 0x and 40 digits")
        case .registrationFailed: .text("The gateway refused the registration")
        case .networkError: .text("The network cannot be reached")
        case .noStats: .text("Nothing is known of you yet")
        case .statsFailed: .text("The gateway does not tell its nodes")
        case .balanceNotBuilt: .text("Balances are not built yet")
        case .noBalance: .text("The balance is too low")
        case .timedOut: .text("No answer came in time")
        case .failed: .text("The request failed")
        case .error: .text("Something went wrong")
        case .cleared: .text("The conversation is forgotten")
        case .registered(let address): .string(PythonText("Registered: ") + address)
        case .stats(let userKey): .text("You are \(userKey.prefix(16))…")
        case .unknownCommand(let command): .string(PythonText("Unknown command: /") + command)
        case .text(let piece): piece
        }
    }

    /// The kind, as the reference vectors name it; of a text with its number of code points.
    package var kind: String {
        switch self {
        case .help: "help"
        case .usage: "usage"
        case .badAddress: "bad_address"
        case .registrationFailed: "registration_failed"
        case .networkError: "network_error"
        case .noStats: "no_stats"
        case .statsFailed: "stats_failed"
        case .balanceNotBuilt: "balance_not_built"
        case .noBalance: "no_balance"
        case .timedOut: "timed_out"
        case .failed: "failed"
        case .error: "error"
        case .cleared: "cleared"
        case .registered: "registered"
        case .stats: "stats"
        case .unknownCommand: "unknown_command"
        case .text(let piece): "text:\((try? BotPieces.length(of: piece)) ?? 0)"
        }
    }
}

/// The pieces of a model's answer.
package enum BotPieces {
    /// The number of code points, elements or members.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for what has no length.
    package static func length(of value: PythonValue) throws(PythonError) -> Int {
        switch value {
        case .string(let text): return text.codePoints.count
        case .list(let elements): return elements.count
        case .dictionary(let members): return members.count
        default: throw .type("object of type '\(value.typeName)' has no len()")
        }
    }

    /// The value whole, or in pieces where it is longer than one may be.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for what has no length, or is too long and has no
    /// slices.
    static func pieces(
        of value: PythonValue, lengthMax: Int
    ) throws(PythonError) -> [PythonValue] {
        guard try length(of: value) > lengthMax else { return [value] }
        switch value {
        case .string(let text):
            return slices(text.codePoints, lengthMax).map {
                .string(PythonText(codePoints: Array($0)))
            }
        case .list(let elements): return slices(elements, lengthMax).map { .list(Array($0)) }
        default: throw .type("unhashable type: 'slice'")
        }
    }

    private static func slices<Element>(
        _ elements: [Element], _ lengthMax: Int
    ) -> [ArraySlice<Element>] {
        stride(from: 0, to: elements.count, by: lengthMax).map {
            elements[$0..<min($0 + lengthMax, elements.count)]
        }
    }
}
