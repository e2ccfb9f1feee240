internal import Encodings
public import Platform

/// A request that a download made, and how it ended.
public struct DownloadRequest: Sendable, Equatable {
    public let url: String
    /// The Range header; nil where all bytes were asked for.
    public let range: String?
    public let exchange: HTTPExchange

    /// Where the answer came from, without the query, which may be a signature.
    public var effectiveURL: String {
        let shown = exchange.effectiveURL.prefix { $0 != "?" }
        return shown.count == exchange.effectiveURL.count ? exchange.effectiveURL : shown + "?…"
    }

    /// The request and its end in a line for people.
    public var text: String {
        var text = "GET \(url)"
        if let range { text += " [\(range)]" }
        text += " → \(exchange.head.map { "status \($0.status)" } ?? "no answer")"
        if exchange.effectiveURL != url {
            text += " at \(JSONValue.quoted(effectiveURL, scalarCountMax: 200))"
        }
        text += ", \(exchange.receivedByteCount) bytes, \(exchange.ending.rawValue)"
        guard !exchange.message.isEmpty else { return text }
        return text + " (\(JSONValue.quoted(exchange.message, scalarCountMax: 200)))"
    }
}

/// Why a pinned file did not come: what was asked, what was expected, what came.
public enum DownloadError: Error, CustomStringConvertible {
    /// A file of that name is there and is another one; it is never written over.
    case differs(
        file: String, expectedBytes: Int, expectedSHA256: String, gotBytes: Int, gotSHA256: String)
    /// A file that nobody could pin, and that is none of the model's; its bytes are not kept.
    case otherContent(file: String, model: String, reason: String)
    /// The model has no pinned place on a hub.
    case noRevision(model: String, file: String)
    /// A server that cannot be reached, is silent or keeps breaking off: evidence is missing.
    case unreachable(file: String, what: String, requests: [DownloadRequest])
    /// A server that gives what cannot be right.
    case refused(
        file: String, what: String, expected: String, got: String, requests: [DownloadRequest])

    public var description: String {
        switch self {
        case .differs(let file, let expectedBytes, let expectedSHA256, let gotBytes, let gotSHA256):
            "\(file): expected \(expectedBytes) bytes, SHA-256 \(expectedSHA256), "
                + "got \(gotBytes) bytes, SHA-256 \(gotSHA256); "
                + "it is not written over: move it away and fetch again"
        case .otherContent(let file, let model, let reason):
            "\(file): expected the file of \(model), got another, which does not become its pin: "
                + reason
        case .noRevision(let model, let file):
            "\(file): expected a file, got none, and \(model) has no pinned revision on a hub "
                + "to fetch it from"
        case .unreachable(let file, let what, let requests):
            "\(file): expected an answer with the file, got \(what)" + Self.text(requests)
        case .refused(let file, let what, let expected, let got, let requests):
            "\(file): \(what): expected \(expected), got \(got)" + Self.text(requests)
        }
    }

    private static let shownRequestCountMax = 8

    /// The last requests, one a line.
    private static func text(_ requests: [DownloadRequest]) -> String {
        let shown = requests.suffix(shownRequestCountMax)
        let hidden = requests.count - shown.count
        return (hidden > 0 ? "\n  (\(hidden) earlier requests)" : "")
            + shown.map { "\n  \($0.text)" }.joined()
    }
}
