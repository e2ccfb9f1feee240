internal import CBuildFacts

/// The commit and the tools that this program was built with, for people; no result depends on
/// them.
public enum BuildFacts {
    /// The commit's name; nil where the build did not know.
    public static var commit: String? {
        let name = unsafe String(cString: glyphlab_build_commit())
        return name == "unknown" ? nil : name
    }

    /// Whether the sources were other than the commit's; nil where the build did not know.
    public static var hasChanges: Bool? {
        switch glyphlab_build_has_changes() {
        case 0: false
        case 1: true
        default: nil
        }
    }

    /// "release" or "debug".
    public static var kind: String { unsafe String(cString: glyphlab_build_kind()) }

    /// "Swift 6.3, Clang 21.0.0": Swift tells no more of its own version than a comparison.
    public static var compiler: String {
        let words = unsafe String(cString: glyphlab_build_c_compiler()).split(separator: " ")
        return "Swift \(swiftVersion), \(words.prefix(2).joined(separator: " "))"
    }

    private static var swiftVersion: String {
        #if compiler(>=6.5)
            "6.5 or newer"
        #elseif compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
