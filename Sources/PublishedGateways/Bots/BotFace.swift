package import PythonValues

/// A platform on which a bot talks, and the service that carries its messages.
package enum BotFace: Sendable {
    /// - Parameters:
    ///   - number: the bot's own telephone number.
    ///   - service: the URL of a REST service before the path, without a slash at its end.
    case signal(number: PythonText, service: PythonText)
    case whatsApp(service: PythonText)
    /// Telegram's library is stood in for by a service that takes messages.
    case telegram(service: PythonText)

    /// The longest message, in code points; longer ones go in pieces.
    package var pieceLengthMax: Int {
        switch self {
        case .signal: 2000
        case .whatsApp: 4000
        case .telegram: 4096
        }
    }
}
