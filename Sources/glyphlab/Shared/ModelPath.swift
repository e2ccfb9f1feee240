import Checkpoints
import Encodings
import Platform

/// The forms in which a user names a model: its folder, a file in it, or a pinned model's name.
enum ModelPath {
    /// The model's folder. A folder that is there comes first; a file is its folder's model where
    /// that folder's weights are this file; a pinned model's name is its folder below `Models`.
    /// Any other text is returned unchanged, to be refused as a folder that does not exist.
    ///
    /// **Throws:** ``Failure`` where a file is named that its folder's model is not read from.
    static func folder(_ text: String) throws -> String {
        if Folder.exists(text) { return text }
        if Folder.fileExists(text) { return try folder(ofFile: text) }
        guard !text.utf8.contains(UInt8(ascii: "/")), let house = try? House.find(),
            house.modelNames.contains(text)
        else { return text }
        return house.modelFolder(text)
    }

    private static func folder(ofFile path: String) throws -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = String(parts[parts.count - 1])
        let folder = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
        let shown = folder.isEmpty ? "/" : folder
        let weights = ModelFolder(path: shown).weightsName
        guard name == weights else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a model's folder, or its weights "
                    + "(\(weights ?? ModelFolder.safetensorsName)), got another file")
        }
        return shown
    }

    /// A path without `.`, `..` and doubled slashes, from the root; links are not followed.
    static func absolute(_ path: String) -> [Substring] {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let whole = isAbsolute ? path : Machine.currentFolder + "/" + path
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts
    }

    /// How `path` is reached from `folder`.
    static func relative(_ path: String, from folder: String) -> String {
        let (target, start) = (absolute(path), absolute(folder))
        let common = zip(target, start).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: start.count - common) + target.dropFirst(common)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }
}
