internal import PythonValues

/// The numbers of extensions.
enum MessagePackKind {
    static let tuple: UInt8 = 0x40
    static let dictionary: UInt8 = 0x50
    static let timestamp: UInt8 = 0xFF
}

/// How deep in other values a value stands.
struct MessagePackNesting {
    /// Lists and maps within each other that one message may hold.
    static let containerMax = 1023
    /// Extensions within each other: about so many calls CPython follows.
    static let extensionMax = 960
    /// Both together. (CPython follows 1,023 containers in each of 960 extensions.)
    static let totalMax = 2048

    var containerCount = 0
    var extensionCount = 0

    /// **Throws:** ``PythonError`` where there are too many.
    func checked() throws(PythonError) {
        guard extensionCount <= Self.extensionMax,
            containerCount + extensionCount <= Self.totalMax
        else { throw .other(name: "RecursionError", "maximum recursion depth exceeded") }
    }
}
