/// A program that this one starts and that nobody calls by hand.
public enum HelperProgram {
    /// The path of a helper: beside the running program, as it is built, or else where
    /// installations have such programs (`libexec/glyphlab`).
    public static func path(_ name: String) -> String {
        let folder = Machine.executablePath.split(separator: "/").dropLast()
        let beside = "/" + (folder.map(String.init) + [name]).joined(separator: "/")
        let installed =
            "/"
            + (folder.dropLast().map(String.init) + ["libexec", "glyphlab", name]).joined(
                separator: "/")
        return !Folder.fileExists(beside) && Folder.fileExists(installed) ? installed : beside
    }
}
