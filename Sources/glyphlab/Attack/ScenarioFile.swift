import Platform
import Scenarios

/// A scenario's file that the user names by its path.
enum ScenarioFile {
    /// Whether an argument is a file rather than the id of a scenario.
    static func isMeant(by argument: String) -> Bool {
        argument.hasSuffix(".json") || argument.contains("/")
    }

    /// The file that an argument means: itself, or that of the repository's scenario with this id.
    ///
    /// **Throws:** ``Failure`` for an id that no file has.
    static func path(_ argument: String, house: String, systems: [String]) throws -> String {
        if isMeant(by: argument) { return argument }
        let paths = systems.map {
            Folder.path(house, "\(Suite.folder)/\($0)/\(argument).json")
        }
        guard let path = paths.first(where: Folder.fileExists) else {
            throw Failure(
                outcome: .usage,
                message: "expected a scenario's file, or the id of one ('glyphlab attack list'), "
                    + "got \(argument)")
        }
        return path
    }

    /// **Throws:** ``ScenarioError`` at the first place that is wrong; ``Failure`` where there is
    /// no file; ``PlatformError`` where it cannot be read.
    static func read(_ path: String, for suite: Suite) throws -> Scenario {
        let bytes = try InputFile.bytes(path, byteCountMax: Scenario.byteCountMax)
        return try suite.scenario(json: bytes, file: path)
    }
}
