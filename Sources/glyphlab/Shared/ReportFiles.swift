import Platform

/// The files that a command's options name for its results, opened before the work starts.
struct ReportFiles {
    /// The options that name a file or folder to write.
    static let optionNames = [
        "--junit", "--sarif", "--tap", "--html", "--svg", "--out", "--record", "--reproducer",
    ]

    private let files: [(option: String, file: OutputFile)]

    /// - Parameters:
    ///   - named: each option's name, such as "--svg", and its value; nil where it was not given.
    ///   - format: how the command's own result is printed; nil where it prints none.
    ///   - inputs: files that the command reads, which no output may take the place of.
    ///   - models: the user's names of models whose files are read; nil for a missing name.
    ///
    /// **Throws:** `PlatformError` for a name that nothing can be written under, ``Failure`` where
    /// two outputs would come out in one place, or one in an input's.
    init(
        _ named: [(option: String, path: String?)], format: OutputFormat? = nil,
        inputs: [String] = [], models: [String?] = []
    ) throws {
        let inputs = try inputs + models.compactMap(\.self).flatMap(Self.files(ofModel:))
        var files: [(option: String, file: OutputFile)] = []
        for (option, path) in named {
            guard let path else { continue }
            if inputs.contains(where: { FileIdentity.isSame($0, path) }) {
                throw Failure(
                    outcome: .usage,
                    message: "\(option): expected another file than those that are read, got "
                        + "\(path), which would be lost")
            }
            let file = try OutputFile(path: path)
            if let other = files.first(where: { $0.file.isSame(as: file) }) {
                throw Failure(
                    outcome: .usage,
                    message: "\(option): expected another output than that of \(other.option), "
                        + "got \(path), which is the same")
            }
            if file.isStandardOutput && format == .json {
                throw Failure(
                    outcome: .usage,
                    message: "\(option): expected a file, got \(path), which is standard output, "
                        + "where --format json writes")
            }
            files.append((option, file))
        }
        self.files = files
    }

    /// All files of a model's folder: weights, plan, tokenizer.
    private static func files(ofModel name: String) throws -> [String] {
        let folder = try ModelPath.folder(name)
        guard Folder.exists(folder) else { return [] }
        return Folder.names(in: folder).map { Folder.path(folder, $0) }
    }

    /// Whether a report takes standard output, so that the command's own text goes to standard
    /// error.
    var takeStandardOutput: Bool { files.contains { $0.file.isStandardOutput } }

    /// Writes the reports that were asked for, all that can be.
    ///
    /// - Parameter text: a report's text; nil where there is nothing to write.
    ///
    /// **Throws:** the first error, after all others were tried.
    func write(_ text: (_ option: String) -> String?) throws {
        try write(bytes: { text($0).map { Array($0.utf8) } })
    }

    /// Writes the reports that were asked for, as bytes; see ``write(_:)``.
    func write(bytes: (_ option: String) -> [UInt8]?) throws {
        var first: PlatformError?
        for (option, file) in files {
            guard let bytes = bytes(option) else { continue }
            do throws(PlatformError) {
                try file.write(bytes)
            } catch {
                if let first { StandardStreams.writeMessage("glyphlab: \(first)\n") }
                first = error
            }
        }
        if let first { throw first }
    }

    /// Writes all of these files, or none but those that are written through: every content is on
    /// the disk before the first file gets its name.
    ///
    /// **Throws:** the first error.
    func writeTogether(bytes: (_ option: String) -> [UInt8]?) throws {
        let wanted = files.compactMap { option, file in
            bytes(option).map { (file: file, bytes: $0) }
        }
        for isWrittenThrough in [false, true] {
            for (file, bytes) in wanted where file.isWrittenThrough == isWrittenThrough {
                try file.append(bytes)
                try file.synchronize()
            }
        }
        for (file, _) in wanted { try file.finish() }
    }
}
