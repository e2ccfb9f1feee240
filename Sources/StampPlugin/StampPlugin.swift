import Foundation
import PackagePlugin

/// Writes down, before every build, which commit is built.
///
/// A manifest's `Context.gitInformation` would be shorter, but SwiftPM keeps what a manifest said
/// until its text or the environment changes: the next commit would be called by the last one's
/// name.
@main
struct StampPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let environment = ProcessInfo.processInfo.environment
        return [
            .prebuildCommand(
                displayName: "Writing down the commit",
                executable: URL(filePath: "/bin/sh"),
                arguments: [
                    target.directoryURL.appending(path: "write_stamp.sh").path,
                    context.package.directoryURL.path,
                    environment["GLYPHLAB_COMMIT"] ?? "",
                ],
                outputFilesDirectory: context.pluginWorkDirectoryURL)
        ]
    }
}
