import Platform
import Scenarios

/// A scenario's file that the user names, wherever it lies.
enum ScenarioFile {
    /// Whether an argument is a file rather than the id of a scenario.
    static func isMeant(by argument: String) -> Bool {
        argument.hasSuffix(".json") || argument.contains("/")
    }

    /// **Throws:** ``ScenarioError`` at the first place that is wrong; ``PlatformError`` where the
    /// file cannot be read.
    static func read(_ path: String, for suite: Suite) throws -> Scenario {
        let bytes = try WholeFile.read(path, byteCountMax: Scenario.byteCountMax)
        return try suite.scenario(json: bytes, file: path)
    }
}
