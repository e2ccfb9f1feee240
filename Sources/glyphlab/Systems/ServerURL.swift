import ArgumentParser

/// The URL of a gateway or node, without a slash at its end.
struct ServerURL: ExpressibleByArgument {
    let text: String

    /// Nil for what is not `http://` or `https://` and more, or names no port from 1 to 65535.
    init?(argument: String) {
        let text = String(argument.reversed().drop { $0 == "/" }.reversed())
        let scheme = ["http://", "https://"].first { text.hasPrefix($0) }
        guard let scheme, text.utf8.count > scheme.utf8.count,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" }
        // The colons of a numeric address of version 6 stand within brackets.
        let behindHost =
            authority.split(separator: "]", omittingEmptySubsequences: false).last ?? ""
        if let colon = behindHost.firstIndex(of: ":") {
            let digits = behindHost[behindHost.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let port = UInt16(digits), port > 0
            else { return nil }
        }
        self.text = text
    }

    var defaultValueDescription: String { text }
}
