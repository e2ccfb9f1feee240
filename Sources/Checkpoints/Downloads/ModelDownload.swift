internal import Encodings
internal import Platform

/// Brings a pinned model's files from its hub into a folder. A file's name appears there only when
/// its bytes are those that are pinned; until then they are in ``PartialFile``s that a later run
/// goes on with.
public struct ModelDownload {
    public static let hub = "https://huggingface.co"

    private let manifest: ModelManifest
    private let folder: String
    private let baseURL: String

    /// - Parameter baseURL: where the hub is; see ``isBaseURL(_:)``.
    public init(_ manifest: ModelManifest, folder: String, baseURL: String = hub) {
        precondition(Self.isBaseURL(baseURL), baseURL)
        self.manifest = manifest
        self.folder = folder
        self.baseURL = String(baseURL.reversed().drop { $0 == "/" }.reversed())
    }

    /// Whether `text` is an HTTP or HTTPS URL to which a path can be added, without a password that
    /// messages might tell.
    public static func isBaseURL(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let scheme = ["http://", "https://"].first { text.lowercased().hasPrefix($0) }
        guard let scheme, bytes.count > scheme.utf8.count, bytes[scheme.utf8.count] != 0x2F,
            bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return false }
        return !bytes.contains {
            [UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "@")].contains($0)
        }
            && HTTPTransfer.isURL(text)
    }

    /// BASE/SOURCE/resolve/REVISION/NAME, the parts of the path percent-encoded.
    ///
    /// **Throws:** ``CheckpointError`` where a part cannot stand in a path, ``DownloadError`` where
    /// the model has no revision.
    public func url(of pin: ModelManifest.PinnedFile) throws -> String {
        guard let revision = manifest.revision else {
            throw DownloadError.noRevision(
                model: manifest.name, file: Folder.path(folder, pin.name))
        }
        let source = manifest.source.split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        for (key, parts) in [("source", source), ("revision", [revision])] {
            guard !parts.contains(where: ["", ".", ".."].contains) else {
                throw CheckpointError.manifest(
                    file: ModelManifest.fileName, key: key,
                    expected: "names that can stand in a URL's path",
                    got: key == "source" ? manifest.source : revision)
            }
        }
        let path = (source + ["resolve", revision, pin.name]).map { PercentEncoding.text(of: $0) }
        return ([baseURL] + path).joined(separator: "/")
    }

    /// All pinned files, in their order. A file without a digest is taken as it first comes, and
    /// the digest that it then has is kept in the folder as its pin, see ``FirstFetch``.
    ///
    /// **Throws:** ``DownloadError``, ``PlatformError``, ``CheckpointError``.
    public func run(_ outside: DownloadOutside) throws -> [DownloadedFile] {
        for pin in manifest.files where pin.name.hasSuffix(PartialFile.suffix) {
            throw CheckpointError.manifest(
                file: ModelManifest.fileName, key: "files",
                expected: "names that do not end in \(PartialFile.suffix)", got: pin.name)
        }
        try Folder.create(folder)
        var first = try FirstFetch(folder: folder)
        var doneByteCount = 0
        return try manifest.files.map { pin in
            let before = doneByteCount
            let known = pin.content ?? first.content(of: pin.name)
            let file = try fetched(
                pin, known,
                DownloadOutside(
                    transport: outside.transport,
                    retryWaitMilliseconds: outside.retryWaitMilliseconds, wait: outside.wait,
                    progress: { outside.progress(before + $0) }))
            if known == nil { try first.keep(pin.name, file.content, of: manifest.name) }
            doneByteCount += file.content.byteCount
            outside.progress(doneByteCount)
            return file
        }
    }

    /// - Parameter known: the bytes that the file must have; nil for a file that comes first.
    private func fetched(
        _ pin: ModelManifest.PinnedFile, _ known: ModelManifest.Content?,
        _ outside: DownloadOutside
    ) throws -> DownloadedFile {
        func here(_ content: ModelManifest.Content) -> DownloadedFile {
            DownloadedFile(pin: pin, content: content, state: .alreadyHere, requests: [])
        }
        let path = Folder.path(folder, pin.name)
        if let content = try contentHere(pin.name, known) {
            if known == nil { try checkFirst(pin.name, at: path) }
            return here(content)
        }
        let url = try url(of: pin)
        let partial = try PartialFile(for: path)
        var isDone = false
        // An empty partial file is of no use to a later run; the error is reported already.
        defer { if !isDone && partial.byteCount == 0 { try? partial.remove() } }
        // Another process that held the partial file until now may have fetched the file.
        if let content = try contentHere(pin.name, known) { return here(content) }
        var download = FileDownload(
            known, path: path, url: url, partial: partial, outside: outside)
        let content = try download.run()
        if known == nil {
            do {
                try checkFirst(pin.name, at: partial.path)
            } catch {
                // Nothing of it counts, so that the next fetch begins anew.
                try partial.truncate(to: 0)
                throw error
            }
        }
        try partial.takeName()
        isDone = true
        let count = download.resumedByteCount
        return DownloadedFile(
            pin: pin, content: content,
            state: count > 0 ? .resumed(byteCount: count) : .fetched,
            requests: download.requests)
    }

    /// **Throws:** ``DownloadError/otherContent(file:model:reason:)``.
    private func checkFirst(_ name: String, at path: String) throws {
        guard let reason = UnpinnedFile.fault(name, at: path, of: manifest) else { return }
        throw DownloadError.otherContent(
            file: Folder.path(folder, name), model: manifest.name, reason: reason)
    }

    /// The bytes of the file of this name; nil where there is none.
    ///
    /// **Throws:** ``DownloadError/differs(file:expectedBytes:expectedSHA256:gotBytes:gotSHA256:)``
    /// where something else has the name.
    private func contentHere(
        _ name: String, _ known: ModelManifest.Content?
    ) throws -> ModelManifest.Content? {
        // By name, so that a link to nowhere is found, too.
        guard Folder.names(in: folder).contains(name) else { return nil }
        let path = Folder.path(folder, name)
        guard Folder.fileExists(path) else { throw PlatformError.notARegularFile(path: path) }
        let digest = try FileDigest.sha256(path)
        let got = ModelManifest.Content(byteCount: digest.byteCount, sha256: digest.text)
        if let known, got != known {
            throw DownloadError.differs(
                file: path, expectedBytes: known.byteCount, expectedSHA256: known.sha256,
                gotBytes: got.byteCount, gotSHA256: got.sha256)
        }
        return got
    }
}
