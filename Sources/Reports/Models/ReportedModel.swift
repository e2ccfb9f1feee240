package import Architectures
package import Tensors

/// A model that a command computed with, as its report names it.
package struct ReportedModel: Sendable {
    /// As the user named its folder.
    package let directory: String
    package let architecture: Architecture
    package let integerWeightsHash: String
    package let backendName: String

    package init(
        directory: String, architecture: Architecture, integerWeightsHash: String,
        backendName: String
    ) {
        self.directory = directory
        self.architecture = architecture
        self.integerWeightsHash = integerWeightsHash
        self.backendName = backendName
    }

    package var shape: TransformerShape { architecture.shape }

    /// The folder's own name, as a terminal can show it.
    package var name: String { Self.name(ofFolder: directory) }

    /// The last part of a folder's path, as a terminal can show it.
    package static func name(ofFolder folder: String) -> String {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        return TokenText.shown(Array(name.utf8))
    }
}
