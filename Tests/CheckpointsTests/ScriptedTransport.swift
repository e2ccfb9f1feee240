import Checkpoints
import Encodings
import Foundation
import Platform
import TestSupport

/// A transport that plays what a test wrote down, and keeps what it was asked.
final class ScriptedTransport: HTTPTransport {
    struct Step {
        var head: HTTPHead?
        var body: [[UInt8]] = []
        var ending = HTTPEnding.complete

        /// An answer with a body in parts of two bytes.
        init(
            _ status: Int, _ body: [UInt8] = [], length: String? = nil, range: String? = nil,
            ending: HTTPEnding = .complete
        ) {
            var head = HTTPHead(status: status)
            head.contentLengthText = length
            head.contentRangeText = range
            self.head = head
            self.body = stride(from: 0, to: body.count, by: 2).map {
                Array(body[$0..<min($0 + 2, body.count)])
            }
            self.ending = ending
        }

        /// No answer.
        init(_ ending: HTTPEnding) { self.ending = ending }

        func with(_ change: (inout HTTPHead) -> Void) -> Step {
            var step = self
            if var head = step.head {
                change(&head)
                step.head = head
            }
            return step
        }
    }

    private var steps: [Step]
    private(set) var requests: [HTTPRequest] = []

    init(_ steps: [Step]) { self.steps = steps }

    var isPlayedOut: Bool { steps.isEmpty }

    var ranges: [String] { requests.map { $0.range ?? "-" } }

    func get(_ request: HTTPRequest, _ receiver: any HTTPReceiver) -> HTTPExchange {
        requests.append(request)
        precondition(!steps.isEmpty, "a request that the test did not expect: \(requests)")
        let step = steps.removeFirst()
        var received = 0
        func ended(_ ending: HTTPEnding) -> HTTPExchange {
            HTTPExchange(
                head: step.head, effectiveURL: request.url, receivedByteCount: received,
                ending: ending, message: ending == .complete ? "" : "as the script says")
        }
        if let head = step.head, !receiver.takes(head) { return ended(.stopped) }
        for part in step.body {
            guard receiver.takes(part) else { return ended(.stopped) }
            received += part.count
        }
        return ended(step.ending)
    }
}

/// One download of one file, `0123456789`, into a folder of its own.
final class ScriptedDownload {
    static let bytes = Array("0123456789".utf8)
    static let sha256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"

    private let temporary: TemporaryFolder
    let transport: ScriptedTransport
    private(set) var waits: [Int] = []
    private(set) var progress: [Int] = []

    init(_ steps: [ScriptedTransport.Step]) throws {
        temporary = try TemporaryFolder()
        transport = ScriptedTransport(steps)
    }

    var folder: String { temporary.path }
    var path: String { folder + "/file" }

    func put(_ text: String, as name: String = "file.partial") throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    static func manifest(
        source: String = "lab/small", revision: String? = "main", files: [String] = ["file"],
        isPinned: Bool = true
    ) throws -> ModelManifest {
        let pins = files.map {
            isPinned
                ? #"{"name": "\#($0)", "bytes": 10, "sha256": "\#(sha256)"}"#
                : #"{"name": "\#($0)"}"#
        }
        let text = """
            {"name": "small", "source": "\(source)", "licence": "MIT",
            \(revision.map { #""revision": "\#($0)","# } ?? "")
            "shape": {"layers": 1, "width": 64, "heads": 1, "vocabulary": 256, "context": 4},
            "integer_weights_hash": "\(sha256)", "files": [\(pins.joined(separator: ", "))]}
            """
        return try ModelManifest(json: Array(text.utf8), file: "manifest.json")
    }

    @discardableResult
    func run(_ manifest: ModelManifest? = nil) throws -> [DownloadedFile] {
        try ModelDownload(manifest ?? Self.manifest(), folder: folder, baseURL: "http://hub").run(
            DownloadOutside(
                transport: transport, wait: { self.waits.append($0) },
                progress: { self.progress.append($0) }))
    }

    /// The error's text; nil where there is none.
    func failure(_ manifest: ModelManifest? = nil) -> String? {
        do {
            try run(manifest)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
