internal import PythonValues

/// A URL in the parts that CPython's `urllib.parse` splits it into. **Source:** CPython 3.11.
struct URLText: Equatable {
    typealias Points = [UInt32]

    /// In small letters; empty where there is none.
    var scheme: Points = []
    var place: Points = []
    var path: Points = []
    var parameters: Points = []
    var query: Points = []
    var fragment: Points = []

    private static let relativeSchemes = ["", "http", "https", "ftp"].map(points)
    private static let hostedSchemes = ["", "http", "https", "ftp"].map(points)

    private static func points(_ text: String) -> Points { PythonText(text).codePoints }

    private static let colon = UInt32(UInt8(ascii: ":"))
    private static let slash = UInt32(UInt8(ascii: "/"))

    // MARK: Parts

    /// `urlparse(text, default)`. **Throws:** ``PythonError/value(_:)``.
    init(_ text: PythonText, defaultScheme: Points = []) throws(PythonError) {
        var rest = Points(text.codePoints.drop { $0 <= 0x20 })
        rest.removeAll { $0 == 9 || $0 == 10 || $0 == 13 }
        scheme = defaultScheme
        if let found = Self.scheme(of: rest) {
            scheme = found.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
            rest.removeFirst(found.count + 1)
        }
        if rest.starts(with: [Self.slash, Self.slash]) {
            rest.removeFirst(2)
            let end = rest.firstIndex { Self.points("/?#").contains($0) } ?? rest.count
            place = Points(rest[..<end])
            rest.removeFirst(end)
            guard place.contains(UInt32(UInt8(ascii: "["))) == place.contains(0x5D) else {
                throw .value("Invalid IPv6 URL")
            }
        }
        fragment = Self.cut(&rest, at: UInt8(ascii: "#"))
        query = Self.cut(&rest, at: UInt8(ascii: "?"))
        if Self.relativeSchemes.contains(scheme) { parameters = Self.cutParameters(&rest) }
        path = rest
    }

    /// The letters before the first colon, where they may be a scheme.
    private static func scheme(of text: Points) -> Points? {
        guard let end = text.firstIndex(of: colon), end > 0, isLetter(text[0]) else { return nil }
        let found = text[..<end]
        let isScheme = found.allSatisfy {
            isLetter($0) || (0x30...0x39).contains($0) || points("+-.").contains($0)
        }
        return isScheme ? Points(found) : nil
    }

    private static func isLetter(_ point: UInt32) -> Bool {
        (0x41...0x5A).contains(point) || (0x61...0x7A).contains(point)
    }

    /// Takes what stands behind the first such sign, and the sign.
    private static func cut(_ text: inout Points, at sign: UInt8) -> Points {
        guard let place = text.firstIndex(of: UInt32(sign)) else { return [] }
        let behind = Points(text[(place + 1)...])
        text.removeSubrange(place...)
        return behind
    }

    /// Takes what stands behind the first `;` of the last segment.
    private static func cutParameters(_ text: inout Points) -> Points {
        let start = text.lastIndex(of: slash) ?? 0
        guard let place = text[start...].firstIndex(of: UInt32(UInt8(ascii: ";"))) else {
            return []
        }
        let behind = Points(text[(place + 1)...])
        text.removeSubrange(place...)
        return behind
    }

    /// `urlunparse`: the parts put together, empty ones left out.
    var text: PythonText {
        var text = path
        if !parameters.isEmpty { text += Self.points(";") + parameters }
        let isHosted = !scheme.isEmpty && Self.hostedSchemes.contains(scheme)
        if !place.isEmpty || isHosted && !text.starts(with: [Self.slash, Self.slash]) {
            if let first = text.first, first != Self.slash { text = [Self.slash] + text }
            text = Self.points("//") + place + text
        }
        if !scheme.isEmpty { text = scheme + [Self.colon] + text }
        if !query.isEmpty { text += Self.points("?") + query }
        if !fragment.isEmpty { text += Self.points("#") + fragment }
        return PythonText(codePoints: text)
    }

    // MARK: Together

    /// `urljoin(base, text)`. **Throws:** ``PythonError/value(_:)``.
    static func joined(
        _ base: PythonText, _ text: PythonText
    ) throws(PythonError) -> PythonText {
        guard !base.codePoints.isEmpty else { return text }
        guard !text.codePoints.isEmpty else { return base }
        let below = try URLText(base)
        var url = try URLText(text, defaultScheme: below.scheme)
        guard url.scheme == below.scheme, relativeSchemes.contains(url.scheme) else {
            return text
        }
        guard url.place.isEmpty else { return url.text }
        url.place = below.place
        guard !url.path.isEmpty || !url.parameters.isEmpty else {
            url.path = below.path
            url.parameters = below.parameters
            if url.query.isEmpty { url.query = below.query }
            return url.text
        }
        url.path = resolved(url.path, on: below.path)
        return url.text
    }

    /// A path on another, without `.` and `..`.
    private static func resolved(_ path: Points, on base: Points) -> Points {
        func split(_ path: Points) -> [Points] {
            path.split(separator: slash, omittingEmptySubsequences: false).map(Points.init)
        }
        var segments = split(path)
        if path.first != slash {
            var below = split(base)
            if below.last != [] { below.removeLast() }
            segments = below + segments
            if segments.count > 2 {
                segments =
                    segments.prefix(1) + segments[1..<segments.count - 1].filter { !$0.isEmpty }
                    + segments.suffix(1)
            }
        }
        let (here, above) = (points("."), points(".."))
        var kept: [Points] = []
        for segment in segments where segment != here {
            if segment == above { _ = kept.popLast() } else { kept.append(segment) }
        }
        if segments.last == here || segments.last == above { kept.append([]) }
        let resolved = Points(kept.joined(separator: [slash]))
        return resolved.isEmpty ? [slash] : resolved
    }

    /// `quote(text, encoding="iso-8859-1", safe=string.punctuation)` of characters of one byte.
    static func quoted(_ text: PythonText) -> PythonText {
        let digits = points("0123456789ABCDEF")
        return PythonText(
            codePoints: text.codePoints.flatMap { point -> Points in
                guard !(0x21...0x7E).contains(point) else { return [point] }
                return [
                    UInt32(UInt8(ascii: "%")), digits[Int(point >> 4 & 15)],
                    digits[Int(point & 15)],
                ]
            })
    }
}
