/// The first line and the fields of a request, checked. Source: RFC 9112, sections 2 to 7.
struct RequestHead: Equatable {
    /// The way in which the body's end is known.
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    let method: String
    let path: String
    let query: String
    let framing: Framing
    /// Whether the sender waits for leave to send the body.
    let expectsContinue: Bool
    /// Whether the connection may bear a further request.
    let keepsAlive: Bool
    let routed: RequestFields

    static let fieldCountMax = 100
    private static let methodByteCountMax = 32

    /// - Parameter lines: without their ends, the empty last one left out.
    init(lines: [ArraySlice<UInt8>]) throws(RequestRefusal) {
        guard let first = lines.first else { throw Self.bad("a request line") }
        let words = first.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3 else { throw Self.bad("a method, a target and a version") }
        guard words[0].count <= Self.methodByteCountMax, Self.isToken(words[0]) else {
            throw Self.bad("a method")
        }
        method = String(decoding: words[0], as: UTF8.self)
        let isVersion11 = try Self.isVersion11(words[2])
        let target = try Self.target(words[1])
        let halves = target.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        path = halves.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        query = halves.count > 1 ? String(decoding: halves[1], as: UTF8.self) : ""
        let fields = try Self.fields(lines.dropFirst())
        let hosts = Self.values(of: "host", in: fields)
        guard hosts.count == 1 || hosts.isEmpty && !isVersion11 else {
            throw Self.bad("one field Host")
        }
        framing = try Self.framing(fields, isVersion11)
        let authorizations = Self.values(of: "authorization", in: fields)
        routed = RequestFields(
            contentType: Self.values(of: "content-type", in: fields).first ?? "",
            authorization: authorizations.count == 1 ? authorizations[0] : "")
        switch Self.values(of: "expect", in: fields).map({ $0.lowercased() }) {
        case []: expectsContinue = false
        case ["100-continue"]: expectsContinue = isVersion11 && framing != .length(0)
        default: throw RequestRefusal(417, "expected no expectation but 100-continue")
        }
        let options = Self.values(of: "connection", in: fields)
            .flatMap { $0.split(separator: ",") }
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        keepsAlive =
            !options.contains("close") && (isVersion11 || options.contains("keep-alive"))
    }

    // MARK: The first line

    private static func isVersion11(_ bytes: ArraySlice<UInt8>) throws(RequestRefusal) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        switch text {
        case "HTTP/1.1": return true
        case "HTTP/1.0": return false
        default:
            let isVersion =
                bytes.count == 8 && text.hasPrefix("HTTP/")
                && [5, 7].allSatisfy { isDigit(bytes[bytes.startIndex + $0]) }
                && bytes[bytes.startIndex + 6] == UInt8(ascii: ".")
            guard isVersion else { throw bad("HTTP/1.1 or HTTP/1.0") }
            throw RequestRefusal(505, "expected HTTP/1.1 or HTTP/1.0, got \(text)")
        }
    }

    /// The target from its path on; an absolute one loses scheme and host.
    private static func target(
        _ bytes: ArraySlice<UInt8>
    ) throws(RequestRefusal) -> ArraySlice<UInt8> {
        guard bytes.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw bad("a target of printable ASCII characters without #")
        }
        if bytes.first == UInt8(ascii: "/") || bytes.elementsEqual("*".utf8) { return bytes }
        let scheme = Array("http://".utf8)
        guard bytes.prefix(scheme.count).map(lowered) == scheme else {
            throw bad("a target that begins with a slash")
        }
        let rest = bytes.dropFirst(scheme.count)
        let hostEnd = rest.firstIndex { [UInt8(ascii: "/"), UInt8(ascii: "?")].contains($0) }
        guard let hostEnd else { return [UInt8(ascii: "/")] }
        return rest[hostEnd] == UInt8(ascii: "/")
            ? rest[hostEnd...] : [UInt8(ascii: "/")] + rest[hostEnd...]
    }

    // MARK: The fields

    private typealias Field = (name: String, value: String)

    private static func fields(
        _ lines: ArraySlice<ArraySlice<UInt8>>
    ) throws(RequestRefusal) -> [Field] {
        guard lines.count <= fieldCountMax else {
            throw RequestRefusal(
                431, "expected at most \(fieldCountMax) fields, got \(lines.count)")
        }
        var fields: [Field] = []
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon])
            else { throw bad("fields of a name, a colon and a value") }
            let value = line[(colon + 1)...]
            guard value.allSatisfy({ $0 == 9 || $0 >= 0x20 && $0 != 0x7f }) else {
                throw bad("fields without control characters")
            }
            let isSpace = { (byte: UInt8) in byte == 9 || byte == 0x20 }
            let trimmed = value.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
            fields.append(
                (
                    String(decoding: line[..<colon].map(lowered), as: UTF8.self),
                    String(decoding: Array(trimmed), as: UTF8.self)
                ))
        }
        return fields
    }

    private static func values(of name: String, in fields: [Field]) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    private static func framing(
        _ fields: [Field], _ isVersion11: Bool
    ) throws(RequestRefusal) -> Framing {
        let lengths = values(of: "content-length", in: fields)
        let encodings = values(of: "transfer-encoding", in: fields)
        if !encodings.isEmpty {
            // Both, or an old client: two readers could see two ends of the body.
            guard lengths.isEmpty, isVersion11 else {
                throw bad("Transfer-Encoding in HTTP/1.1 and without Content-Length")
            }
            guard encodings.map({ $0.lowercased() }) == ["chunked"] else {
                throw RequestRefusal(501, "expected no Transfer-Encoding but chunked")
            }
            return .chunked
        }
        guard let length = lengths.first else { return .length(0) }
        guard lengths.count == 1, (1...18).contains(length.utf8.count),
            length.utf8.allSatisfy(isDigit), let count = Int(length)
        else { throw bad("one Content-Length of digits") }
        return .length(count)
    }

    // MARK: Bytes

    private static func bad(_ expected: String) -> RequestRefusal {
        RequestRefusal(400, "expected \(expected), got something else")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        let marks = Array("!#$%&'*+-.^_`|~".utf8)
        return !bytes.isEmpty
            && bytes.allSatisfy { byte in
                isDigit(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowered(byte))
                    || marks.contains(byte)
            }
    }
}
