import Checkpoints
import Encodings
import Platform
import Proving

/// A file of a model's tokenizer, by its digest.
struct TokenizerFile {
    let name: String
    let byteCount: Int
    let sha256: String

    static func all(of folder: String) throws -> [TokenizerFile] {
        try ModelFolder(path: folder).tokenizerFileNames.map { name in
            let digest = try FileDigest.sha256(Folder.path(folder, name))
            return TokenizerFile(name: name, byteCount: digest.byteCount, sha256: digest.text)
        }
    }

    var json: JSONValue {
        .object([
            JSONMember("name", .string(name)), JSONMember("bytes", .integer(byteCount)),
            JSONMember("sha256", .string(sha256)),
        ])
    }
}
