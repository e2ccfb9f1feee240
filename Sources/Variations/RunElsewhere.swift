internal import Platform
package import Traces

/// Runs the program in a process of its own, and reads the trace that it writes.
package struct RunElsewhere {
    let place: ProgramPlace
    let work: WorkElsewhere
    let name: String

    /// - Parameter name: the first part of the names of the files that the process writes.
    package init(place: ProgramPlace, work: WorkElsewhere, name: String) {
        self.place = place
        self.work = work
        self.name = name
    }

    /// Reasons for which a child process left no trace.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        /// A tool or a setting that the variation needs is not on this machine.
        case unavailable(String)
        case failed(String)

        package var description: String {
            switch self {
            case .unavailable(let why), .failed(let why): why
            }
        }
    }

    /// The exit code of the shell where the preparation is refused; the program itself never has
    /// it.
    private static let preparationCode: Int32 = 97
    private static let shell = "/bin/sh"
    private static let messagesByteCountMax = 1 << 16

    /// - Parameter promptCount: the number of the receipt's prompts to run.
    ///
    /// **Throws:** ``Failure``.
    package func trace(_ level: TraceLevel, promptCount: Int) throws(Failure) -> Trace {
        try checkTools()
        let file = Folder.path(place.folder, "\(name).trace")
        let messages = Folder.path(place.folder, "\(name).txt")
        let ending: (bytes: [UInt8], code: Int32)
        do {
            let child = try ChildProcess(
                program: Self.shell, arguments: arguments(level, promptCount, file, messages),
                silenceSeconds: place.secondsMax, deadlineSeconds: place.secondsMax,
                variables: ["PATH", "HOME"])
            ending = try child.output(byteCountMax: 1 << 24)
        } catch let error as ChildProcess.Ending {
            throw .failed("\(error)\(said(messages))")
        } catch {
            throw .unavailable("\(error)")
        }
        if ending.code == Self.preparationCode {
            throw .unavailable("'\(work.preparation ?? "")' is refused here\(said(messages))")
        }
        guard ending.code == 0 else {
            throw .failed("it ended with code \(ending.code)\(said(messages))")
        }
        do {
            return try Trace(
                decoding: WholeFile.read(file, byteCountMax: TraceLimits.fileByteCountMax))
        } catch {
            throw .failed("its trace: \(error)")
        }
    }

    private func checkTools() throws(Failure) {
        guard let tool = work.starter.first else { return }
        guard place.toolFolders.contains(where: { Folder.fileExists(Folder.path($0, tool)) })
        else {
            let package = work.package.map { ": Debian's package \($0) brings it" } ?? ""
            throw .unavailable("\(tool) is not here\(package)")
        }
    }

    /// The last line that the child wrote to standard error.
    private func said(_ path: String) -> String {
        guard let bytes = try? WholeFile.read(path, byteCountMax: Self.messagesByteCountMax),
            let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last
        else { return "" }
        return ": \(line)"
    }

    private func arguments(
        _ level: TraceLevel, _ promptCount: Int, _ file: String, _ messages: String
    ) -> [String] {
        // The child's messages go to a file, since its standard error goes nowhere.
        var script = "exec 2>\"$1\"; shift; "
        if let preparation = work.preparation {
            script += "\(preparation) || exit \(Self.preparationCode); "
        }
        script += "exec env "
        if work.isEmptied {
            script += "-i ${LD_LIBRARY_PATH:+\"LD_LIBRARY_PATH=$LD_LIBRARY_PATH\"} "
        }
        script += "\"$@\""
        // env would take a path with an equals sign for a variable; nice runs it as a path.
        let unchanged = ["nice", "-n", "0"]
        return ["-c", script, "sh", messages, "GLYPHLAB_HOUSE=\(place.house)"] + work.variables
            + unchanged + work.starter + [work.program ?? place.program, "trace"]
            + [
                "--model", place.modelFolder, "--prompts", "\(promptCount)", "--level",
                level.text, "--out", file, "--format", "json",
            ] + work.options
    }
}
