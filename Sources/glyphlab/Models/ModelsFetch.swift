import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Reports

struct ModelsFetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Download a pinned model from its hub and compare it with its pin.",
        discussion: """
            An interrupted download stays as NAME.partial; the next fetch resumes it. An existing \
            file that differs from its pin is never overwritten. Files that nobody could pin \
            (those of qwen2.5-0.5b) are taken as they first come: their digests are kept beside \
            them in \(FirstFetch.fileName), and other bytes are refused from then on. Proxies are \
            read from http_proxy, https_proxy, all_proxy and no_proxy. The exit code is 65 if the \
            server sends wrong bytes, and 2 if it cannot be reached. The hub is --base-url, or \
            else the URL in HF_ENDPOINT, or else \(ModelDownload.hub).
            Example: glyphlab models fetch gpt2
            """)

    @Argument(help: "The model's name, as 'glyphlab models list' shows it.")
    var name: String

    @Option(help: "The hub's URL, below which SOURCE/resolve/REVISION/FILE is fetched.")
    var baseURL: String?

    @Option(help: "The folder to write; by default the model's own below Models.")
    var out: String?

    @Option(help: "Give up after so many seconds without a byte, from 1 to 3600.")
    var silenceSeconds = 30

    @Option(help: .hidden)
    var retryWaitMilliseconds = 1000

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard ModelDownload.isBaseURL(hub) else {
            throw ValidationError(
                "\(baseURL == nil ? Self.hubVariable : "base-url"): "
                    + "expected an HTTP or HTTPS URL without a user and a query")
        }
        guard (1...3600).contains(silenceSeconds) else {
            throw ValidationError("silence-seconds: expected 1 to 3600, got \(silenceSeconds)")
        }
        guard (0...60_000).contains(retryWaitMilliseconds) else {
            throw ValidationError(
                "retry-wait-milliseconds: expected 0 to 60000, got \(retryWaitMilliseconds)")
        }
    }

    private static let hubVariable = "HF_ENDPOINT"

    /// An empty variable is none, as it is to the hub's own programs.
    private var hub: String {
        if let baseURL { return baseURL }
        let named = Machine.environment(Self.hubVariable) ?? ""
        return named.isEmpty ? ModelDownload.hub : named
    }

    func run() throws {
        try Outcome.ending {
            let house = try House.find()
            guard house.modelNames.contains(name) else {
                throw Failure(
                    outcome: .usage,
                    message: "name: expected one of \(house.modelNames.joined(separator: ", ")), "
                        + "got \(JSONValue.quoted(name, scalarCountMax: 120))")
            }
            let manifest = try house.manifest(name)
            let folder = out ?? house.modelFolder(name)
            guard manifest.synthesis == nil else {
                throw Failure(
                    outcome: .inconclusive, message: MissingModel.advice(manifest, folder))
            }
            let files = try fetched(manifest, folder)
            let finding = try ModelFinding(folder: folder, pin: manifest)
            format.write(
                text: text(files, finding), json: json(manifest, folder, files, finding))
            return finding.outcome
        }
    }

    private func fetched(
        _ manifest: ModelManifest, _ folder: String
    ) throws -> [DownloadedFile] {
        let total = manifest.files.reduce(0) { $0 + ($1.content?.byteCount ?? 0) }
        let progress = Progress("bytes", total: max(total, 1))
        defer { progress.finish() }
        let transfer = HTTPTransfer(
            userAgent: "glyphlab/\(GlyphLab.configuration.version)",
            silenceSeconds: silenceSeconds)
        return try ModelDownload(manifest, folder: folder, baseURL: hub).run(
            DownloadOutside(
                transport: transfer, retryWaitMilliseconds: retryWaitMilliseconds,
                wait: Pause.wait, progress: progress.set))
    }

    private func text(_ files: [DownloadedFile], _ finding: ModelFinding) -> String {
        var table = TextTable()
        for file in files {
            let state =
                switch file.state {
                case .alreadyHere: "already here"
                case .fetched where file.pin.content == nil:
                    "fetched, SHA-256 \(file.content.sha256), its pin from now on"
                case .fetched: "fetched"
                case .resumed(let byteCount):
                    "resumed at byte \(DecimalText.grouped(byteCount))"
                }
            table.add(
                file.pin.name, "\(DecimalText.grouped(file.content.byteCount)) bytes, \(state)")
            for request in file.requests { table.add("", request.text) }
        }
        return table.text + "\n" + finding.report.text
    }

    private func json(
        _ manifest: ModelManifest, _ folder: String, _ files: [DownloadedFile],
        _ finding: ModelFinding
    ) -> JSONValue {
        .object(
            [
                JSONMember("model", .string(manifest.name)),
                JSONMember("folder", .string(folder)),
                JSONMember("files", .array(files.map(Self.json))),
            ] + finding.report.jsonMembers)
    }

    private static func json(_ file: DownloadedFile) -> JSONValue {
        var members = [
            JSONMember("name", .string(file.pin.name)),
            JSONMember("bytes", .integer(file.content.byteCount)),
            JSONMember("sha256", .string(file.content.sha256)),
        ]
        switch file.state {
        case .alreadyHere: members.append(JSONMember("state", .string("already_here")))
        case .fetched: members.append(JSONMember("state", .string("fetched")))
        case .resumed(let byteCount):
            members.append(JSONMember("state", .string("resumed")))
            members.append(JSONMember("resumed_at_byte", .integer(byteCount)))
        }
        members.append(JSONMember("requests", .array(file.requests.map(Self.json))))
        return .object(members)
    }

    private static func json(_ request: DownloadRequest) -> JSONValue {
        let exchange = request.exchange
        return .object([
            JSONMember("url", .string(request.url)),
            JSONMember("effective_url", .string(request.effectiveURL)),
            JSONMember("range", request.range.map(JSONValue.string) ?? .null),
            JSONMember("status", exchange.head.map { .integer($0.status) } ?? .null),
            JSONMember("received_bytes", .integer(exchange.receivedByteCount)),
            JSONMember("ended", .string(exchange.ending.rawValue)),
        ])
    }
}
