internal import PythonValues

/// Constants of the bots' requests.
enum BotDefaults {
    static let temperature = PythonFloat(0.7)
}
