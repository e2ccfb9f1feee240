internal import Encodings
internal import PublishedHybrid
internal import Routing

/// The record network of a served engine, in memory, with a door for its operator.
///
/// The door is not the published engine's, whose records come from a network that anybody writes
/// to: `PUT /glyphlab/records/KEY?seconds=3600` stores the body under the key for so many seconds,
/// `GET` tells the value.
/// **Bounds:** ``keyCountMax`` keys of ``keyByteCountMax`` bytes with values of
/// ``valueByteCountMax`` bytes; ``storeCountMax`` stores, since the published store keeps an entry
/// for each until its time is over.
struct ServedRecords: Sendable {
    static let path = "/glyphlab/records/"
    static let keyCountMax = 4_096
    static let keyByteCountMax = 256
    static let valueByteCountMax = 4_096
    static let storeCountMax = 100_000
    static let secondsMax = 1_000_000_000
    private static let query = "seconds="

    private var store = RecordStore(capacity: keyCountMax)
    private var storeCount = 0

    /// The value under a key of the engine.
    mutating func value(for key: RecordKey, now: Int) -> [UInt8]? {
        store.record(for: key, now: now)?.value
    }

    /// The answer of the door; nil for a request that is not for it.
    mutating func answer(_ request: WebRequest, now: Int) -> WebAnswer? {
        guard request.path.utf8.starts(with: Self.path.utf8) else { return nil }
        let key = Array(request.path.utf8.dropFirst(Self.path.utf8.count))
        guard (1...Self.keyByteCountMax).contains(key.count), !key.contains(UInt8(ascii: "%"))
        else {
            return Self.refusal(
                400, "expected a key of 1 to \(Self.keyByteCountMax) characters without %")
        }
        switch request.method {
        case "GET": return get(RecordKey(utf8: key), now)
        case "PUT": return put(RecordKey(utf8: key), request, now)
        default: return Self.refusal(405, "expected GET or PUT")
        }
    }

    private mutating func get(_ key: RecordKey, _ now: Int) -> WebAnswer {
        guard let value = value(for: key, now: now) else {
            return Self.refusal(404, "no record under this key")
        }
        return WebAnswer(status: 200, contentType: "application/octet-stream", body: value)
    }

    private mutating func put(_ key: RecordKey, _ request: WebRequest, _ now: Int) -> WebAnswer {
        guard request.body.count <= Self.valueByteCountMax else {
            return Self.refusal(413, "expected at most \(Self.valueByteCountMax) bytes")
        }
        guard let seconds = Self.seconds(request.query) else {
            return Self.refusal(400, "expected \(Self.query)0 to \(Self.secondsMax), or nothing")
        }
        guard storeCount < Self.storeCountMax else {
            return Self.refusal(507, "expected at most \(Self.storeCountMax) stores")
        }
        storeCount += 1
        // Seconds since 1970 and 10^9 more are far below 2^63.
        let refusal = store.store(request.body, for: key, expires: now + seconds, now: now)
        if let refusal { return Self.refusal(409, refusal.rawValue) }
        return Self.json(
            200,
            .object([
                JSONMember("stored", .boolean(true)),
                JSONMember("expires", .integer(now + seconds)),
            ]))
    }

    /// The seconds that a query names; nil for another query.
    private static func seconds(_ query: String) -> Int? {
        if query.isEmpty { return RecordStore.lifetime }
        guard query.hasPrefix(Self.query) else { return nil }
        let digits = query.utf8.dropFirst(Self.query.utf8.count)
        guard (1...10).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let seconds = Int(String(decoding: Array(digits), as: UTF8.self)),
            seconds <= secondsMax
        else { return nil }
        return seconds
    }

    private static func refusal(_ status: Int, _ reason: String) -> WebAnswer {
        json(status, .object([JSONMember("error", .string(reason))]))
    }

    private static func json(_ status: Int, _ value: JSONValue) -> WebAnswer {
        WebAnswer(status: status, body: Array((value.compactText + "\n").utf8))
    }
}
