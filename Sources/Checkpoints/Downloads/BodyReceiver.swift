internal import Encodings
internal import Platform

/// Judges one answer before its body and writes the body into the partial file, never beyond what
/// is pinned.
final class BodyReceiver: HTTPReceiver {
    enum Answer {
        /// A body that belongs to the file; how much of it came, the partial file tells.
        case body
        /// The partial file cannot be continued.
        case startOver(what: String, expected: String, got: String)
        /// The server asks for patience.
        case later(status: Int)
        case refused(what: String, expected: String, got: String)
    }

    /// The file's length; nil where the answer is to tell it.
    private let byteCount: Int?
    /// The length that the answer told.
    private(set) var announcedByteCount: Int?
    private let partial: PartialFile
    private let progress: (Int) -> Void
    /// Where the body goes on: how much was there when it was asked for.
    private let start: Int
    private var bodyStart = 0
    private var bodyEnd = 0
    /// Nil while nothing was answered.
    private(set) var answer: Answer?
    /// The disk's.
    private(set) var error: (any Error)?
    /// Whether the end of the connection is all that tells the body's end.
    private var isSilent = false

    init(_ byteCount: Int?, _ partial: PartialFile, progress: @escaping (Int) -> Void) {
        self.byteCount = byteCount
        self.partial = partial
        self.progress = progress
        start = partial.byteCount
    }

    func takes(_ head: HTTPHead) -> Bool {
        let answer = judged(head)
        self.answer = answer
        guard case .body = answer else { return false }
        isSilent = head.contentLengthText == nil
        return trying { try partial.truncate(to: bodyStart) }
    }

    /// Drops a body that ended well and too soon without having said its length: a page of another
    /// kind, for one.
    func dropsShort() throws {
        if isSilent && partial.byteCount < bodyEnd { try partial.truncate(to: bodyStart) }
    }

    func takes(_ bytes: [UInt8]) -> Bool {
        let end = partial.byteCount + bytes.count
        guard end <= bodyEnd else {
            answer = .refused(
                what: "body", expected: "\(bodyEnd - bodyStart) bytes",
                got: "\(end - bodyStart) and maybe more")
            // Who sends too much may have sent anything.
            _ = trying { try partial.truncate(to: bodyStart) }
            return false
        }
        return trying {
            try partial.append(bytes)
            progress(partial.byteCount)
        }
    }

    private func trying(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            self.error = error
            return false
        }
    }

    private func judged(_ head: HTTPHead) -> Answer {
        switch head.status {
        case 200:
            bodyStart = 0
            guard let end = byteCount ?? announced(head) else {
                return .refused(
                    what: "Content-Length",
                    expected: "the length of a file that is not pinned, up to "
                        + "\(Limits.pinnedFileByteCountMax)",
                    got: shown(head.contentLengthText))
            }
            bodyEnd = end
            return judgedBody(head)
        case 206 where start > 0:
            let total = byteCount ?? 0
            guard let range = head.contentRange, range.start == start, range.total == total
            else {
                return .startOver(
                    what: "Content-Range",
                    expected: "bytes \(start)-\(total - 1)/\(total)",
                    got: shown(head.contentRangeText))
            }
            bodyStart = start
            bodyEnd = range.end + 1
            return judgedBody(head)
        case 416 where start > 0:
            return .startOver(what: "status", expected: "206 or 200", got: "416")
        case 429, 500, 502, 503, 504:
            return .later(status: head.status)
        default:
            return .refused(
                what: "status", expected: start > 0 ? "206 or 200" : "200", got: "\(head.status)")
        }
    }

    /// The whole file's length as its server tells it; nil where it does not, or where no file that
    /// is fetched has that length.
    private func announced(_ head: HTTPHead) -> Int? {
        guard let length = head.contentLength,
            (0...Limits.pinnedFileByteCountMax).contains(length)
        else { return nil }
        announcedByteCount = length
        return length
    }

    private func judgedBody(_ head: HTTPHead) -> Answer {
        if let encoding = head.contentEncoding, encoding.lowercased() != "identity" {
            return .refused(
                what: "Content-Encoding", expected: "none, as asked for", got: shown(encoding))
        }
        // Only an answer that says its length may take the place of bytes that are here.
        let mayBeSilent = head.contentLengthText == nil && bodyStart == start
        guard mayBeSilent || head.contentLength == bodyEnd - bodyStart else {
            return .refused(
                what: "Content-Length", expected: "\(bodyEnd - bodyStart)",
                got: shown(head.contentLengthText))
        }
        return .body
    }

    private func shown(_ text: String?) -> String {
        text.map { JSONValue.quoted($0, scalarCountMax: 80) } ?? "none"
    }
}
