package import PythonValues

/// A step of a bot, in the order in which it took them.
package enum BotStep: Sendable {
    /// A request to the gateway or to the platform's service; null where it has no body.
    case call(method: String, url: PythonText, body: PythonValue)
    /// A message to a user, which the service may have refused.
    case reply(user: PythonValue, reply: BotReply)
    /// The sign that the bot is typing, which Telegram shows.
    case typing(user: PythonValue)
}

/// The end of a bot's `try`.
enum BotFault: Error {
    case timedOut
    case raised(PythonError)
}
