import Encodings
import Foundation
import TestSupport
import Testing

extension HostileServer {
    /// Serves glyph-nano's files.
    convenience init(folder: String) throws {
        try self.init(folder: folder, serving: FetchHouse.nano)
    }
}

/// A house with one model that is to be fetched: glyph-nano's files under another name.
final class FetchHouse {
    static let nano = Vectors.house.appending(path: "Models/glyph-nano").path
    static let names = ["config.json", "merges.txt", "model.safetensors", "vocab.json"]
    static let byteCount = 8_158_552
    /// Where the server breaks off.
    static let partByteCount = 3_000_000

    private let folder: TemporaryFolder
    /// Where the files are to come to.
    let out: String
    let partial: String

    init(revision: String? = "0123/abc") throws {
        folder = try TemporaryFolder()
        out = folder.path + "/Models/small"
        partial = out + "/model.safetensors.partial"
        for path in [out, folder.path + "/Goldens"] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }
        let bytes = try Data(contentsOf: URL(filePath: Self.nano + "/manifest.json"))
        let manifest = try JSONParser.parse(Array(bytes), byteCountMax: 1 << 20)
        var members = (manifest.objectValue ?? []).filter { !["name", "source"].contains($0.key) }
        members += [
            JSONMember("name", .string("small")), JSONMember("source", .string("lab one/small")),
        ]
        if let revision { members.append(JSONMember("revision", .string(revision))) }
        try Data(JSONValue.object(members).prettyText.utf8)
            .write(to: URL(filePath: out + "/manifest.json"))
    }

    var path: String { folder.path }

    /// What is in the model's folder besides the manifest, sorted.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: out)
            .filter { $0 != "manifest.json" }.sorted()
    }

    /// Nil where there is no partial file.
    func partialByteCount() -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: partial))?[.size] as? Int
    }

    /// The first bytes of the true weights as the partial file.
    func putPartial(_ count: Int, change: (inout Data) -> Void = { _ in }) throws {
        var bytes = try Data(contentsOf: URL(filePath: Self.nano + "/model.safetensors"))
            .prefix(count)
        change(&bytes)
        try bytes.write(to: URL(filePath: partial))
    }

    /// All files are there, byte for byte, and nothing else.
    func expectWhole(_ note: String) throws {
        #expect(try files() == Self.names, "\(note)")
        for name in Self.names {
            let got = try Data(contentsOf: URL(filePath: "\(out)/\(name)"))
            let expected = try Data(contentsOf: URL(filePath: "\(Self.nano)/\(name)"))
            #expect(got == expected, "\(note): \(name)")
        }
    }

    // MARK: Running the program

    struct Ending {
        let code: Int32
        let reason: Process.TerminationReason
        let output: String
        let messages: String

        func json() throws -> JSONValue {
            try JSONParser.parse(Array(output.utf8), byteCountMax: 1 << 24)
        }

        /// The weights' entry in the result.
        func weights() throws -> JSONValue { try json().at("files").elements()[0] }
    }

    /// A fetch that may be waited for or stopped.
    final class Fetch {
        let process = Process()
        private let ended = DispatchSemaphore(value: 0)
        private let folder: TemporaryFolder

        init(_ arguments: [String], environment: [String: String]) throws {
            folder = try TemporaryFolder()
            #if DEBUG
                process.executableURL = Vectors.house.appending(path: ".build/debug/glyphlab")
            #else
                process.executableURL = Vectors.house.appending(path: ".build/release/glyphlab")
            #endif
            process.arguments = arguments
            process.environment = environment
            for path in [folder.path + "/output", folder.path + "/messages"] {
                try Data().write(to: URL(filePath: path))
            }
            process.standardOutput = try FileHandle(
                forWritingTo: URL(filePath: folder.path + "/output"))
            process.standardError = try FileHandle(
                forWritingTo: URL(filePath: folder.path + "/messages"))
            let ended = ended
            process.terminationHandler = { _ in ended.signal() }
            // The thread that runs tests blocks signals, and the program would inherit that.
            var signals = sigset_t()
            var earlier = sigset_t()
            unsafe sigemptyset(&signals)
            unsafe sigaddset(&signals, SIGTERM)
            unsafe pthread_sigmask(SIG_UNBLOCK, &signals, &earlier)
            defer { unsafe pthread_sigmask(SIG_SETMASK, &earlier, nil) }
            try process.run()
        }

        /// Stops the program where it does not end by itself.
        func ending(limitSeconds: Int = 60) throws -> Ending {
            if ended.wait(timeout: .now() + .seconds(limitSeconds)) == .timedOut {
                Issue.record("\(process.arguments ?? []) still runs after \(limitSeconds) s")
                kill(process.processIdentifier, SIGKILL)
                ended.wait()
            }
            return Ending(
                code: process.terminationStatus, reason: process.terminationReason,
                output: try String(contentsOfFile: folder.path + "/output", encoding: .utf8),
                messages: try String(contentsOfFile: folder.path + "/messages", encoding: .utf8))
        }
    }

    func start(
        _ baseURL: String, _ options: [String] = [], environment: [String: String] = [:]
    ) throws -> Fetch {
        // Only the proxies that a test names.
        var all = ProcessInfo.processInfo.environment.filter {
            !$0.key.lowercased().hasSuffix("_proxy")
        }
        all["GLYPHLAB_HOUSE"] = folder.path
        return try Fetch(
            [
                "models", "fetch", "small", "--format", "json", "--base-url", baseURL,
                "--retry-wait-milliseconds", "10",
            ] + options, environment: all.merging(environment) { $1 })
    }

    func run(
        _ baseURL: String, _ options: [String] = [], environment: [String: String] = [:]
    ) throws -> Ending {
        let ending = try start(baseURL, options, environment: environment).ending()
        #expect(ending.reason == .exit, "\(baseURL) stopped by a signal")
        return ending
    }
}
