/// An answer of the attacker's server, as it comes over the wire.
struct PreparedAnswer: Sendable, Equatable {
    let status: Int
    let location: String?
    let body: [UInt8]
    /// The bytes that come at once, after each of which the server waits; 0 for all at once.
    let bytesPerWait: Int
    let millisecondsPerWait: Int

    /// The body and its head.
    var bytes: [UInt8] {
        var head = "HTTP/1.0 \(status) \(status == 200 ? "OK" : "Other")\r\n"
        head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        if let location { head += "Location: \(location)\r\n" }
        return Array("\(head)\r\n".utf8) + body
    }

    /// The time that the first so many bytes take.
    func milliseconds(forByteCount byteCount: Int) -> Int {
        guard bytesPerWait > 0 else { return millisecondsPerWait }
        return (byteCount + bytesPerWait - 1) / bytesPerWait * millisecondsPerWait
    }

    /// The bytes that come within a time.
    func byteCount(withinMilliseconds milliseconds: Int) -> Int {
        guard millisecondsPerWait > 0 else { return bytes.count }
        guard bytesPerWait > 0 else {
            return milliseconds >= millisecondsPerWait ? bytes.count : 0
        }
        return min(bytes.count, milliseconds / millisecondsPerWait * bytesPerWait)
    }
}

/// The attacker's server: an answer for each path, from when it was prepared on.
struct AttackersServer: Sendable {
    private var answers: [String: PreparedAnswer] = [:]  // looked up, never iterated
    /// Requests that it got, with the honest node that asked.
    private(set) var requests: [(by: String, path: String)] = []

    /// The bytes of the longest answer that each node read.
    private(set) var longest: [String: Int] = [:]  // looked up, never iterated

    init() {}

    mutating func note(byteCount: Int, readBy name: String) {
        longest[name] = max(longest[name] ?? 0, byteCount)
    }

    mutating func prepare(_ answer: PreparedAnswer, for path: String) { answers[path] = answer }

    func prepared(_ path: String) -> PreparedAnswer? { answers[path] }

    mutating func answer(_ path: String, askedBy name: String) -> PreparedAnswer? {
        requests.append((name, path))
        return answers[path] ?? answers["*"]
    }
}
