/// Answers of a published node as texts to be compared: without Server and Date, and of a refusal
/// as malformed its beginning alone.
enum ScenarioAnswer {
    private static let end = "\r\n\r\n"
    private static let freeNames = ["Server:", "Date:"]
    private static let malformed = "{\"result\": \"malformed: "

    static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let place = text.firstRange(of: end) else { return text }
        let body = String(text[place.upperBound...])
        let isFree = body.hasPrefix(malformed)
        let lines = text[..<place.lowerBound].split(separator: "\r\n").filter { line in
            !freeNames.contains { line.hasPrefix($0) }
                && !(isFree && line.hasPrefix("Content-Length:"))
        }
        return lines.joined(separator: "\n") + "\n" + (isFree ? malformed : body)
    }
}
