import Foundation
internal import Platform

/// Copies of a script and of the clients that it may import, in a folder that an identity without
/// any rights can read.
package struct StagedScript: Sendable {
    /// A file that cannot be staged.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    private static let byteCountMax = 4 << 20
    private static let fileCountMax = 100

    private let folder: String
    private let name: String
    private let interpreter: Interpreter
    /// SHA-256 is taken of these.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - path: the script's file.
    ///   - clients: a folder of modules for scripts; nil for none.
    ///   - folder: a new folder, which this fills.
    /// **Throws:** ``Fault`` for a file that is none or too long, ``Interpreter/Missing``,
    /// `PlatformError`.
    package init(path: String, clients: String?, folder: String) throws {
        let name = String(path.split(separator: "/").last ?? "script")
        guard Folder.fileExists(path) else {
            throw Fault(description: "\(path): expected a script's file, got none")
        }
        interpreter = try Interpreter(of: name)
        bytes = try WholeFile.read(path, byteCountMax: Self.byteCountMax)
        self.folder = folder
        // A name of the laboratory's own: whatever the file is called, no option and no path.
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        let isPlain = name.contains(".") && ending.allSatisfy { $0.isASCII && $0.isLetter }
        self.name = isPlain ? "attack.\(ending)" : "attack"
        try Self.publish(folder)
        try Self.make(Folder.path(folder, "script"))
        try Self.make(Folder.path(folder, "clients"))
        try Self.write(
            bytes, to: Folder.path(folder, "script/\(self.name)"),
            isProgram: interpreter.words.isEmpty)
        guard let clients, Folder.exists(clients) else { return }
        for file in Folder.names(in: clients).prefix(Self.fileCountMax) {
            let source = Folder.path(clients, file)
            guard Folder.fileExists(source) else { continue }
            try Self.write(
                try WholeFile.read(source, byteCountMax: Self.byteCountMax),
                to: Folder.path(folder, "clients/\(file)"), isProgram: false)
        }
    }

    private static func make(_ path: String) throws {
        try Folder.create(path)
        try publish(path)
    }

    private static func publish(_ path: String) throws {
        guard unsafe chmod(path, 0o755) == 0 else {
            throw Fault(description: "\(path): expected a folder that can be shown, got none")
        }
    }

    private static func write(_ bytes: [UInt8], to path: String, isProgram: Bool) throws {
        try WholeFile.write(bytes, to: path)
        guard unsafe chmod(path, isProgram ? 0o755 : 0o644) == 0 else {
            throw Fault(description: "\(path): expected a file that can be shown, got none")
        }
    }

    /// The program at a level of isolation.
    package func program(_ level: IsolationLevel) -> SandboxedProgram {
        let isHidden = level == .namespaces
        func shown(_ part: String) -> String {
            isHidden ? "/attack/\(part)" : Folder.path(folder, part)
        }
        let clients = shown("clients")
        return SandboxedProgram(
            words: interpreter.words + [shown("script") + "/" + name],
            folders: ["script", "clients"].map {
                (outside: Folder.path(folder, $0), inside: "/attack/\($0)")
            },
            variables: [
                ("PATH", "/usr/local/bin:/usr/bin:/bin"), ("HOME", "/tmp"), ("LC_ALL", "C.UTF-8"),
                ("TZ", "UTC"), ("PYTHONHASHSEED", "0"), ("PYTHONPATH", clients),
                ("PERL5LIB", clients), ("NODE_PATH", clients), ("OPENBLAS_NUM_THREADS", "1"),
                // Node ends where it may not read its settings of ciphers.
                ("OPENSSL_CONF", "/dev/null"),
            ], reservedByteCount: interpreter.reservedByteCount)
    }
}
