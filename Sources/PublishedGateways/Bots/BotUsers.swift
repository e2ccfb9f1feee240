internal import PythonValues

/// The keys of a bot's users: made anew after each restart, and without their secrets.
struct BotUsers {
    private var ofTexts: [PythonText: String] = [:]  // looked up, never iterated
    private var ofOthers: [(user: PythonValue, key: String)] = []
    private let newKey: () -> String

    init(newKey: @escaping () -> String) {
        self.newKey = newKey
    }

    /// The user's key, made at the first request.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a list or an object, which no dictionary takes.
    mutating func key(of user: PythonValue) throws(PythonError) -> String {
        switch user {
        case .string(let text):
            if let key = ofTexts[text] { return key }
            let key = newKey()
            ofTexts[text] = key
            return key
        case .list, .dictionary: throw .type("unhashable type: '\(user.typeName)'")
        default:
            if let known = ofOthers.first(where: { $0.user.equals(user) }) { return known.key }
            let key = newKey()
            ofOthers.append((user, key))
            return key
        }
    }
}

/// The ids of messages that a WhatsApp bot has seen.
///
/// Beyond 1,000 it forgets 500: CPython any, this one the oldest.
struct SeenMessages {
    static let countMax = 1000
    static let forgottenCount = 500

    private var texts: Set<PythonText> = []  // never iterated
    private var order: [PythonValue] = []

    /// Remembers an id. Whether it is new.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a list or an object, which no set takes.
    mutating func insert(_ id: PythonValue) throws(PythonError) -> Bool {
        switch id {
        case .string(let text):
            guard texts.insert(text).inserted else { return false }
        case .list, .dictionary: throw .type("unhashable type: '\(id.typeName)'")
        default:
            guard !order.contains(where: { $0.equals(id) }) else { return false }
        }
        order.append(id)
        if order.count > Self.countMax {
            for case .string(let text) in order.prefix(Self.forgottenCount) { texts.remove(text) }
            order.removeFirst(Self.forgottenCount)
        }
        return true
    }
}
