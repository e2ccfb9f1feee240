import ArgumentParser

/// The URL of a gateway or node, without a slash at its end.
struct ServerURL: ExpressibleByArgument {
    let text: String

    /// Nil for what is not `http://` or `https://` and more.
    init?(argument: String) {
        let text = String(argument.reversed().drop { $0 == "/" }.reversed())
        let scheme = ["http://", "https://"].first { text.hasPrefix($0) }
        guard let scheme, text.utf8.count > scheme.utf8.count,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.text = text
    }

    var defaultValueDescription: String { text }
}
