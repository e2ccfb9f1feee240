/// The locales that the C library of a machine has. A program that asks for another one runs in C.
package enum InstalledLocales: Sendable {
    /// The locales, as `locale -a` lists them.
    case known([String])
    /// The list could not be read, with the reason.
    case unknown(String)

    /// The reason for which a program cannot be run in this locale; nil where it can.
    func obstacle(to name: String) -> String? {
        // Every C library has it.
        guard name != "C" else { return nil }
        switch self {
        case .known(let listed):
            let isHere = listed.contains { Self.plain($0) == Self.plain(name) }
            return isHere ? nil : "the C library here lacks the locale \(name)"
        case .unknown(let why):
            return "whether the C library here has the locale \(name) is unknown: \(why)"
        }
    }

    /// The name as the C library spells it: "tr_TR.utf8" for "tr_TR.UTF-8".
    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0 != "-" }
    }
}
