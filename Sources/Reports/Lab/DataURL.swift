internal import Encodings

/// A picture inside a page: its styles are its own, and nothing is fetched for it.
enum DataURL {
    static func svg(_ text: String) -> String {
        "data:image/svg+xml;charset=utf-8," + PercentEncoding.text(of: text, keeping: ",;=")
    }
}
